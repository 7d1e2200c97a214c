//! Waves, journal, read-back, verification: how a plan becomes so.

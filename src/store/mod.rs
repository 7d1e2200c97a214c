//! Locks, journals and plans on disk. Does not know what is in them.

//! The SQLite file: the only place that spells SQL

//! Where agents answer customers: one trait, one module for each platform

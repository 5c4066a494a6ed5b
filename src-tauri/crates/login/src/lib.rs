//! The Facebook login window: a process of its own with a bare web view

//! Master key in the operating system's keyring; sealing and opening of secrets

//! The controller: owns state, runs effects, journals, recovers

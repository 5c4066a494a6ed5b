//! What differs per system: how the view is built and isolated.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
pub use linux::launching::{Changes, launch_context, start_others_with};
#[cfg(target_os = "linux")]
pub use linux::tell::{screen_answers, tell};
#[cfg(target_os = "linux")]
pub(crate) use linux::{View, isolation::look as isolation, prepare, stay_beside_the_app};

#[cfg(not(target_os = "linux"))]
mod other;
#[cfg(not(target_os = "linux"))]
pub(crate) use other::{View, isolation, prepare, stay_beside_the_app};

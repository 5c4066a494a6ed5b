//! Tauri's own preparation, with nothing added.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    Ok(tauri_build::try_build(tauri_build::Attributes::new())?)
}

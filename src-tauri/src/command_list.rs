// The one list of commands. It feeds the invoke handler, the TypeScript bindings and, through the build script, the
// access control list: a command that is not here does not exist anywhere.
macro_rules! with_every_command {
    ($use:ident) => {
        $use![
            app::app_view,
            app::choose_environment,
            app::set_preferences,
            app::set_check_schedule,
            app::sign_in,
            app::set_administrator_password,
            app::storage_retry,
            app::storage_restore_backup,
            vault::vault_retry,
            vault::vault_create_passphrase,
            vault::vault_unlock,
            vault::vault_memory_only,
            vault::vault_start_over,
            channels::home_view,
            channels::channels_view,
            channels::channel_view,
            channels::check_channel,
            channels::check_all_channels,
            channels::repair_channel,
            channels::rename_channel,
            channels::remove_channel,
            channels::rollback_channel,
            attempt::start_attempt,
            attempt::attempt_view,
            documents::outage_view,
            documents::save_outage_report,
            documents::hand_off_text,
            documents::save_hand_off,
            attempt::attempt_act,
            connection::connection_view,
            connection::check_connection,
            connection::save_connection,
            connection::remove_app_secret,
            about::about_view,
            about::open_link,
            about::open_folder,
        ]
    };
}

//! What a round of checks changed, for somebody who does not look at the window. The window itself is told by its views.

use super::ProblemView;

/// Channels that changed, in groups; at least one of them is not empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RoundNews {
    /// They stopped.
    pub broken: Vec<ChannelNews>,
    /// They will stop on a day that is near.
    pub ends_soon: Vec<ChannelNews>,
    /// They work again.
    pub works: Vec<ChannelNews>,
}

/// A channel that changed.
#[derive(Clone, Debug, PartialEq)]
pub struct ChannelNews {
    /// Channel id.
    pub id: String,
    /// Name given to the channel.
    pub name: String,
    /// Why; nothing for one that works again.
    pub problem: Option<ProblemView>,
}

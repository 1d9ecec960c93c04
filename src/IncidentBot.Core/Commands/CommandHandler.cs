using IncidentBot.Core.Drafts;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Core.Commands;

/// <summary>The one way in: a line as typed, to what is told about it. Every surface calls this and nothing else.</summary>
public sealed class CommandHandler(IIncidentStore store, DraftCompiler drafts, CommandSettings settings)
{
    /// <summary>Understands, decides, records and answers. The answer may be shown at once: it is on disk.</summary>
    /// <exception cref="StorageException">Storage could not confirm.</exception>
    public Task<CommandAnswer> HandleAsync(CommandRequest request, CancellationToken ct) =>
        throw new NotImplementedException(store.ToString() + drafts + settings);
}

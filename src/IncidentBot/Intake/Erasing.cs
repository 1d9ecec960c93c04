using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rows;
using IncidentBot.Storage.Spool;

namespace IncidentBot.Intake;

/// <summary>
/// Erases the words of an entry where the store does not reach: in the emergency file and among what was kept aside. That
/// comes before the store erases its own, because afterwards nobody knows what to look for.
/// </summary>
internal sealed class Erasing(IIncidentStore store, EmergencySpool spool)
{
    /// <returns>The redaction with the files that may still hold the words.</returns>
    /// <exception cref="StorageException">The entry cannot be read.</exception>
    public async Task<CommandRequest> PrepareAsync(CommandRequest request, Command.Redact redact)
    {
        if (await store.FindAsync(request.Channel, CancellationToken.None) is not { } incident
            || incident.Find(redact.Entry) is not { } entry)
        {
            return request;
        }

        string[] said = [entry.Text, .. entry.History.Select(change => change.Before.Text), .. entry.Files.Select(file => file.Name)];
        var texts = new ErasedTexts(said.Where(text => text != Words.Erased.Text));
        return texts.IsEmpty ? request : request with
        {
            OutOfReach = spool.Erase(command =>
                (command.Channel == request.Channel || incident.Channels.Contains(command.Channel)) && texts.AreTypedIn(command.Text)),
        };
    }
}

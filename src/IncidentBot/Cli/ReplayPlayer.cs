using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Cli;

/// <summary>Plays a script on its own clock: each line is sent and received at the time the script gives it.</summary>
internal static class ReplayPlayer
{
    /// <summary>Plays all steps and gives the incident the script's channel ends with; null if it opened none.</summary>
    /// <param name="told">Called with each step and its answer.</param>
    public static async Task<Incident?> PlayAsync(
        ReplayScript script, CommandHandler handler, IIncidentStore store, Action<ReplayStep, CommandAnswer> told, CancellationToken ct)
    {
        foreach (var step in script.Steps)
        {
            told(step, await handler.HandleAsync(script.Request(step), ct));
        }

        return await store.FindAsync(new ChannelId(script.Channel), ct);
    }
}

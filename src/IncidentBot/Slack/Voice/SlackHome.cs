using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Slack.Capture;
using IncidentBot.Slack.Speech.Messages;
using IncidentBot.Slack.Wire.Api;
using NodaTime.Extensions;

namespace IncidentBot.Slack.Voice;

/// <summary>The Home tab of somebody who opens it.</summary>
internal sealed class SlackHome(SlackApi api, SlackSight sight, IIncidentStore store, CommandSettings settings, TimeProvider time)
{
    private const int Recent = 30;

    public async Task ShowAsync(string user, CancellationToken ct)
    {
        List<Incident> recent = [];
        foreach (var summary in await store.ListAsync(null, Recent, SlackIds.Community, ct))
        {
            if (await store.ReadAsync(summary.Id, ct) is { } incident && await sight.MaySeeAsync(user, incident, ct))
            {
                recent.Add(incident);
            }
        }

        var view = HomeView.Of(recent, SlackIds.Person(user), settings, time.GetUtcNow().ToInstant());
        await api.PublishViewAsync(user, view.ToJson(), ct);
    }
}

using System.Globalization;
using System.Text.RegularExpressions;
using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Sqlite;
using IncidentBot.Tests.Storage;

namespace IncidentBot.Tests.Web;

/// <summary>An incident in which a script typed along.</summary>
public sealed partial class LargeIncidentTests
{
    private const int Entries = 100_000;
    private const int AtOnce = 5_000;

    [Fact]
    public async Task Row_57_an_incident_of_a_hundred_thousand_entries_is_shown_and_drafted_whole()
    {
        using var folder = new TempFolder();
        await using var store = Sqlite.Open(folder.File());
        await store.NoteAsync(Typed.Command("a script types along"));
        for (var done = 1; done < Entries; done += AtOnce)
        {
            await AppendAsync(store, done + 1, Math.Min(AtOnce, Entries - done));
        }

        await using var bot = await RunningBot.StartAsync(store, []);
        var incident = await bot.GetJsonAsync("/api/incidents/INC-1");
        var draft = await bot.Client.GetStringAsync(new Uri("/api/incidents/INC-1/draft", UriKind.Relative));
        var page = await bot.Client.GetStringAsync(new Uri("/incidents/INC-1", UriKind.Relative));
        var found = await bot.Client.GetStringAsync(new Uri("/incidents/INC-1?entry=500", UriKind.Relative));
        var asked = await bot.Client.GetStringAsync(new Uri("/incidents/INC-1?layout=bold-markdown", UriKind.Relative));
        var next = await bot.TypeAsync("/note one more");

        Assert.Equal(Entries, incident.GetProperty("entries").GetArrayLength());
        Assert.Equal(Entries - 1, draft.Split('\n').Count(line => line.Contains("step ", StringComparison.Ordinal)));
        Assert.Equal([Entries - 99, Entries], [.. Shown(page)]);
        Assert.Equal([401, 500], [.. Shown(found)]);
        Assert.DoesNotContain("class=\"preview\"", page, StringComparison.Ordinal);
        Assert.Contains("Choose a layout to see how it begins.", page, StringComparison.Ordinal);
        Assert.Contains("class=\"preview\"", asked, StringComparison.Ordinal);
        Assert.Equal(Entries + 1, next.GetProperty("entry").GetInt32());
    }

    /// <summary>The first and the last of the entries on a page.</summary>
    private static IEnumerable<int> Shown(string page)
    {
        var numbers = Entry().Matches(page).Select(match => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)).ToList();
        return [numbers[0], numbers[^1]];
    }

    [GeneratedRegex("<li id=\"entry-(\\d+)\"")]
    private static partial Regex Entry();

    private static async Task AppendAsync(SqliteIncidentStore store, int first, int count)
    {
        var request = Typed.Command("steps");
        await store.RecordAsync(
            request,
            state => new Decision(
                state.Current!.Id,
                [.. Enumerable.Range(first, count).Select(number => (IncidentEvent)new IncidentEvent.EntryRecorded(
                    number, EntryKind.Note, new Moment(request.ReceivedAt, null, Precision.Second, "UTC"), false)
                    {
                        Words = new Words($"step {number}"),
                    })],
                null,
                CommandAnswer.Only("done", state.Current.Id)),
            CancellationToken.None);
    }
}

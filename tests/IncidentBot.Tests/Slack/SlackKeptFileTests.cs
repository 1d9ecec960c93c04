using System.Net;
using IncidentBot.Tests.Fakes.Slack;

namespace IncidentBot.Tests.Slack;

/// <summary>Files on captured messages.</summary>
public sealed class SlackKeptFileTests
{
    [Fact]
    public async Task Files_on_a_captured_message_are_kept_until_it_is_redacted()
    {
        await using var room = await SlackRoom.DetectedAsync();
        var message = room.Slack.Workspace.Write(FakeWorkspace.Ben, "see log");
        message.Files.Add(Put(room, "F1", "error.log", "boom"u8.ToArray()));

        await room.Slack.ReactAsync(message, "pushpin");
        var url = await UrlAsync(room);
        var kept = await room.Bot.GetAsync(url);
        await room.Slack.SlashAsync("/incident redact 2 secrets");
        var erased = await room.Bot.GetAsync(url);

        Assert.Equal((HttpStatusCode.OK, "boom"), (kept.StatusCode, await kept.Content.ReadAsStringAsync()));
        Assert.Equal(HttpStatusCode.NotFound, erased.StatusCode);
    }

    [Fact]
    public async Task A_file_that_is_too_large_or_cannot_be_read_is_said_to_who_captured_it_and_the_others_are_kept()
    {
        await using var room = await SlackRoom.DetectedAsync(("Attachments:MaxBytes", "10"));
        var message = room.Slack.Workspace.Write(FakeWorkspace.Ben, "files");
        message.Files.AddRange([Put(room, "F1", "large.log", new byte[11]), new FakeFile("F2", "gone.log", 4, new Uri(room.Slack.Url, "/files/F2")), Put(room, "F3", "small.log", "ok"u8.ToArray())]);

        await room.Slack.PinAsync(message);
        var told = await room.ToldAsync("INC-1 #2 is recorded, but not everything that hangs on its message is kept");
        var files = Assert.Single(await room.LaterAsync()).GetProperty("files").EnumerateArray().ToList();

        Assert.Contains("large.log: it has 11 bytes, and 10 are the most.", told.Text, StringComparison.Ordinal);
        Assert.Contains("gone.log: Slack refuses the download: HTTP 404", told.Text, StringComparison.Ordinal);
        Assert.Equal(["small.log"], files.Select(file => file.GetProperty("name").GetString()));
    }

    private static FakeFile Put(SlackRoom room, string id, string name, byte[] content)
    {
        var file = new FakeFile(id, name, content.Length, new Uri(room.Slack.Url, $"/files/{id}")) { Content = content };
        return room.Slack.Workspace.Files[id] = file;
    }

    /// <summary>Where the file is, once the status message was written anew with it.</summary>
    private static async Task<string> UrlAsync(SlackRoom room)
    {
        for (var updates = 1; ; updates++)
        {
            var files = (await room.EntriesAsync())[1].GetProperty("files");
            if (files.GetArrayLength() > 0)
            {
                return files[0].GetProperty("url").GetString()!;
            }

            await room.Slack.UntilAsync(slack => slack.CallsOf("chat.update").Count >= updates);
        }
    }
}

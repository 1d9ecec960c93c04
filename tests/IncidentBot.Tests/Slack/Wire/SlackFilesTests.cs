using System.Text;
using System.Text.Json.Nodes;
using IncidentBot.Slack.Wire.Api;
using IncidentBot.Slack.Wire.Payloads;
using IncidentBot.Tests.Fakes.Slack;

namespace IncidentBot.Tests.Slack.Wire;

/// <summary>Files in both directions, and answers to interactions.</summary>
public sealed class SlackFilesTests
{
    private static readonly SlackUpload Draft = new(FakeWorkspace.Channel, "draft.md", "Draft") { Comment = "here it is" };

    [Fact]
    public async Task A_file_is_shown_in_its_channel_with_its_bytes()
    {
        await using var room = await WireRoom.OpenAsync();

        var answer = await room.Files.UploadAsync(Draft, "# Größe"u8.ToArray(), default);

        Assert.True(answer.IsOk);
        var file = Assert.Single(room.Slack.Workspace.Files).Value;
        Assert.Equal(("draft.md", FakeWorkspace.Channel, "# Größe"), (file.Name, file.Channel, Encoding.UTF8.GetString(file.Content!)));
        Assert.Equal("here it is", room.Slack.CallsOf("files.completeUploadExternal")[0]["initial_comment"]);
    }

    [Fact]
    public async Task Case_37_after_a_failed_upload_a_new_address_is_asked_for_and_nothing_completed_before()
    {
        await using var room = await WireRoom.OpenAsync();
        room.Slack.Fault("upload", new FakeFault { Status = 500 });

        var answer = await room.Files.UploadAsync(Draft, [1, 2, 3], default);

        Assert.True(answer.IsOk);
        Assert.Equal(2, room.Slack.CallsOf("files.getUploadURLExternal").Count);
        Assert.Single(room.Slack.CallsOf("files.completeUploadExternal"));
        Assert.Single(room.Slack.Workspace.Files.Values, file => file.Channel is not null);
    }

    [Fact]
    public async Task Case_37_an_upload_that_fails_twice_is_given_up()
    {
        await using var room = await WireRoom.OpenAsync();
        room.Slack.Fault("upload", new FakeFault { Status = 500 }, new FakeFault { Status = 500 });

        var answer = await room.Files.UploadAsync(Draft, [1, 2, 3], default);

        Assert.Equal("HTTP 500", answer.Trouble!.Error);
        Assert.Empty(room.Slack.CallsOf("files.completeUploadExternal"));
    }

    [Fact]
    public async Task Case_37_what_completing_refuses_is_told_and_an_empty_file_is_not_sent()
    {
        await using var room = await WireRoom.OpenAsync();
        room.Slack.Fault("files.completeUploadExternal", FakeFault.Error("file_not_found"));

        var refused = await room.Files.UploadAsync(Draft, [1], default);
        var calls = room.Slack.Calls.Count;
        var empty = await room.Files.UploadAsync(Draft, [], default);

        Assert.Equal(["file_not_found", "the file is empty"], new[] { refused, empty }.Select(answer => answer.Trouble!.Error));
        Assert.Equal((2, 2), (calls, room.Slack.Calls.Count));
    }

    [Fact]
    public async Task The_bytes_of_a_file_are_fetched_up_to_a_limit()
    {
        await using var room = await WireRoom.OpenAsync();
        var file = Stored(room, new byte[1000], "image/png");

        var whole = await room.Files.DownloadAsync(file, 1000, default);
        var tooLong = await room.Files.DownloadAsync(file, 999, default);
        var liar = await room.Files.DownloadAsync(file with { Size = 1 }, 999, default);

        Assert.Equal(1000, whole.Value!.Content.Length);
        Assert.Equal(["too_large", "too_large"], new[] { tooLong, liar }.Select(answer => answer.Trouble!.Error));
    }

    [Fact]
    public async Task A_page_to_sign_in_is_not_taken_for_the_file()
    {
        await using var room = await WireRoom.OpenAsync();
        var file = Stored(room, [1, 2, 3], "image/png");
        room.Slack.Fault("download", new FakeFault { Body = "<html>Sign in</html>", ContentType = "text/html" });

        var answer = await room.Files.DownloadAsync(file, 1000, default);

        Assert.Equal("files:read", answer.Trouble!.Needed);
    }

    [Theory]
    [InlineData("https://evil.example/file")]
    [InlineData("https://slack.com.evil.example/file")]
    [InlineData("https://files.slack.com@evil.example/file")]
    [InlineData("http://files.slack.com/file")]
    [InlineData("https://files.slack.com:8443/file")]
    [InlineData("file:///etc/passwd")]
    [InlineData("")]
    [InlineData(null)]
    public async Task The_token_goes_nowhere_but_to_Slack(string? url)
    {
        await using var room = await WireRoom.OpenAsync();

        var answer = await room.Files.DownloadAsync(new SlackFile { Id = "F1", UrlPrivate = url }, 1000, default);

        Assert.Equal("its address is not Slack's", answer.Trouble!.Error);
    }

    [Fact]
    public async Task An_answer_is_given_at_most_five_times_and_what_is_gone_is_gone()
    {
        await using var room = await WireRoom.OpenAsync();
        var url = room.Slack.NewResponseUrl();
        List<SlackAnswer<Done>> answers = [];

        for (var i = 0; i < 6; i++)
        {
            answers.Add(await room.ResponseUrls.PostAsync(url, new JsonObject { ["text"] = $"{i}" }, default));
        }

        var expired = room.Slack.NewResponseUrl();
        room.Slack.Expired[new Uri(expired).AbsolutePath] = true;
        var gone = await room.ResponseUrls.PostAsync(expired, new JsonObject { ["text"] = "late" }, default);

        Assert.Equal([true, true, true, true, true, false], answers.Select(answer => answer.IsOk));
        Assert.Equal(["0", "1", "2", "3", "4"], room.Slack.Answers(url).Select(answer => (string?)answer["text"]));
        Assert.Equal((SlackOutcome.Refused, "HTTP 404"), (gone.Trouble!.Outcome, gone.Trouble.Error));
    }

    [Theory]
    [InlineData("https://evil.example/commands/1")]
    [InlineData("https://hooks.slack.com.evil.example/commands/1")]
    [InlineData("https://files.slack.com/commands/1")]
    [InlineData("nonsense")]
    public async Task Answers_go_nowhere_but_to_Slack(string url)
    {
        await using var room = await WireRoom.OpenAsync();

        var answer = await room.ResponseUrls.PostAsync(url, new JsonObject { ["text"] = "secret" }, default);

        Assert.Equal("its address is not Slack's", answer.Trouble!.Error);
    }

    private static SlackFile Stored(WireRoom room, byte[] content, string mimetype)
    {
        var file = new FakeFile("F1", "x", content.Length, new Uri(room.Slack.Url, "/files/F1")) { Content = content, Mimetype = mimetype };
        room.Slack.Workspace.Files["F1"] = file;
        return new SlackFile { Id = "F1", Size = content.Length, Mimetype = mimetype, UrlPrivateDownload = file.Download.AbsoluteUri };
    }
}

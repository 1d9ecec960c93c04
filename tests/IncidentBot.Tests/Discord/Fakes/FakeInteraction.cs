using System.Text.Json.Nodes;

namespace IncidentBot.Tests.Discord.Fakes;

/// <summary>An interaction that was begun here, and what became of it.</summary>
internal sealed class FakeInteraction(string id, string token, int type, string channel, long begunAt)
{
    private readonly TaskCompletionSource<JsonObject> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Id => id;

    public string Token => token;

    public int Type => type;

    public string Channel => channel;

    public long BegunAt => begunAt;

    /// <summary>As it was delivered.</summary>
    public JsonObject Payload { get; init; } = [];

    /// <summary>Completes with the first answer: <c>type</c> and <c>data</c>.</summary>
    public Task<JsonObject> Answered => _answer.Task;

    public bool IsAnswered => _answer.Task.IsCompleted;

    /// <summary>What its first answer shows now; null where it shows nothing.</summary>
    public JsonObject? Original { get; set; }

    public List<JsonObject> FollowUps { get; } = [];

    /// <summary>How often somebody tried to give a first answer.</summary>
    public int Tries { get; set; }

    public bool Answer(JsonObject answer) => _answer.TrySetResult(answer);

    /// <summary>The first answer, within the time that tests have.</summary>
    public Task<JsonObject> AnswerAsync() => Answered.WaitAsync(TimeSpan.FromSeconds(20));
}

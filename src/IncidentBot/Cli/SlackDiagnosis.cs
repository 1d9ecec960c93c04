using IncidentBot.Slack;
using IncidentBot.Slack.Wire;
using IncidentBot.Slack.Wire.Api;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Cli;

/// <summary>What <c>doctor</c> finds out by asking Slack.</summary>
internal static class SlackDiagnosis
{
    public static async Task<IReadOnlyList<(string Name, Diagnosis Diagnosis)>> ExamineAsync(SlackOptions options, TimeProvider time, CancellationToken ct)
    {
        if (!options.IsOn)
        {
            return [("slack", Diagnosis.Good("no token is set"))];
        }

        using var http = new SlackHttp(options, time);
        using var calls = new SlackCalls(options, http, new SlackHealth(time), time, Random.Shared, NullLogger<SlackCalls>.Instance);
        var api = new SlackApi(calls);
        var identity = await api.TestAuthAsync(ct);
        List<(string, Diagnosis)> found = [("slack bot token", Token(identity))];
        if (identity.IsOk)
        {
            found.Add(("slack scopes", Scopes(identity.Value.Scopes)));
            found.Add(("slack clock", Clock(identity.Value.ServerTime, time.GetUtcNow())));
        }

        if (options.UsesSockets)
        {
            found.Add(("slack app token", App(await api.OpenConnectionAsync(ct))));
        }

        return found;
    }

    private static Diagnosis Token(SlackAnswer<SlackIdentity> identity) =>
        identity.IsOk ? Diagnosis.Good($"the bot is {identity.Value.UserId} in {identity.Value.Team ?? identity.Value.TeamId}")
        : identity.Trouble.Error == "not_allowed_token_type" ? Diagnosis.Wrong("Slack:BotToken is a token of another kind; it has to begin with xoxb-")
        : Diagnosis.Wrong(identity.Trouble.Text);

    private static Diagnosis Scopes(IReadOnlyList<string>? scopes)
    {
        if (scopes is null)
        {
            return Diagnosis.Warning("Slack does not say which scopes the token has");
        }

        var missing = SlackScopes.Missing(scopes);
        return missing.Count == 0
            ? Diagnosis.Good("all there")
            : Diagnosis.Warning($"missing, and so off: {SlackScopes.Off(missing)}. Add them under OAuth & Permissions and reinstall the app");
    }

    private static Diagnosis Clock(DateTimeOffset? theirs, DateTimeOffset ours) =>
        theirs is null ? Diagnosis.Warning("Slack does not say what time it is")
        : SlackClock.Problem(theirs, ours) is { } problem ? Diagnosis.Wrong(problem)
        : Diagnosis.Good("in step with Slack's");

    private static Diagnosis App(SlackAnswer<OpenedConnection> opened) =>
        opened.IsOk ? Diagnosis.Good("Socket Mode can be opened")
        : opened.Trouble.Error == "not_allowed_token_type" ? Diagnosis.Wrong("Slack:AppToken is a token of another kind; it has to begin with xapp-")
        : opened.Trouble.Needed is not null ? Diagnosis.Wrong($"Slack:AppToken lacks the scope {opened.Trouble.Needed}; make one that has it under Basic Information, App-Level Tokens")
        : Diagnosis.Wrong(opened.Trouble.Text);
}

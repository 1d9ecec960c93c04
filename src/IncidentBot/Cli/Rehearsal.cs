using System.Globalization;
using System.Text.Json;
using NodaTime.Text;

namespace IncidentBot.Cli;

/// <summary>Plays a script into the running bot at a multiple of the speed at which it happened, as a drill.</summary>
internal sealed class Rehearsal(HttpClient http, TimeProvider time, TextWriter progress)
{
    /// <summary>No pause is longer than this, whatever the script and the speed say.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Reads <c>10x</c>, <c>0.5x</c> or <c>10</c>.</summary>
    public static bool TryReadSpeed(string text, out double speed) =>
        double.TryParse(text.TrimEnd('x', 'X'), NumberStyles.Float, CultureInfo.InvariantCulture, out speed)
        && double.IsFinite(speed) && speed > 0;

    /// <summary>Sends each step with the time at which it was typed, and shows how far the drill is.</summary>
    /// <returns>Whether every step was answered.</returns>
    public async Task<bool> PlayAsync(ReplayScript script, string channel, double speed, CancellationToken ct)
    {
        for (var i = 0; i < script.Steps.Count; i++)
        {
            if (i > 0)
            {
                await Task.Delay(Pause(script.Steps[i - 1], script.Steps[i], speed), time, ct);
            }

            var (step, remaining) = (script.Steps[i], Remaining(script, i, speed));
            if (await SendAsync(script, step, channel, ct) is not { } reply)
            {
                return false;
            }

            progress.WriteLine($"[{i + 1}/{script.Steps.Count}, {remaining:h\\:mm\\:ss} left] {step.User}: {Head(step.Line)}");
            progress.WriteLine($"    {Head(reply)}");
        }

        return true;
    }

    private async Task<string?> SendAsync(ReplayScript script, ReplayStep step, string channel, CancellationToken ct)
    {
        var response = await http.PostAsJsonAsync(
            "api/commands",
            new
            {
                channel,
                user = new { id = step.User, name = step.User },
                zone = script.Zone,
                text = step.Line,
                at = InstantPattern.ExtendedIso.Format(step.At),
            },
            ct);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(ct);
        if (response.IsSuccessStatusCode)
        {
            return body.GetProperty("reply").GetString();
        }

        progress.WriteLine($"The bot answered {(int)response.StatusCode}: {body}");
        return null;
    }

    private static TimeSpan Pause(ReplayStep before, ReplayStep after, double speed)
    {
        var pause = (after.At - before.At).ToTimeSpan() / speed;
        return pause < TimeSpan.Zero ? TimeSpan.Zero : pause > LongestPause ? LongestPause : pause;
    }

    private static TimeSpan Remaining(ReplayScript script, int at, double speed) =>
        script.Steps.Skip(at).Zip(script.Steps.Skip(at + 1), (a, b) => Pause(a, b, speed)).Aggregate(TimeSpan.Zero, (sum, p) => sum + p);

    private static string Head(string text) => Terminal.Show(Core.Text.TypedText.Cut(text, 100));
}

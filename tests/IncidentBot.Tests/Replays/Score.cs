namespace IncidentBot.Tests.Replays;

/// <summary>The scorer of drafts, which nobody here wrote.</summary>
internal static class Score
{
    /// <summary>A draft has everything its script expects, and nothing it must not have.</summary>
    public static async Task AssertFullAsync(string script, string draft)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, draft);
            var (exitCode, output, error) = await Needs.RunAsync(Needs.Program("python3"), Needs.Shared("replays/score.py"), file, script, "-v");
            Assert.True(exitCode == 0, $"{output}{error}\n{draft}");
        }
        finally
        {
            File.Delete(file);
        }
    }
}

using System.Text.RegularExpressions;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Tests;

/// <summary>What the structure promises and no compiler checks.</summary>
public sealed partial class StructureTests
{
    [Fact]
    public void Core_knows_no_wire_no_database_no_clock_and_no_logger()
    {
        string[] allowed = ["System.", "NodaTime", "Handlebars", "Markdig", "netstandard", "Microsoft.CSharp"];
        string[] forbidden = ["System.Net.", "System.Data", "Microsoft.AspNetCore", "Microsoft.Extensions"];

        var references = typeof(Incident).Assembly.GetReferencedAssemblies().Select(a => a.Name!).ToList();

        Assert.All(references, name => Assert.Contains(allowed, prefix => name.StartsWith(prefix, StringComparison.Ordinal)));
        Assert.DoesNotContain(references, name => forbidden.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)));
    }

    [Fact]
    public void Nothing_reads_the_machines_clock_but_through_a_time_provider() => Assert.DoesNotContain(
        Sources(), file => ClockRead().IsMatch(file.Text));

    [Fact]
    public void Every_public_type_of_core_says_what_it_is()
    {
        var undocumented = Sources()
            .Where(file => file.Path.Contains("IncidentBot.Core", StringComparison.Ordinal))
            .SelectMany(file => TypeWithoutSummary().Matches(file.Text).Select(match => $"{file.Path}: {match.Value.Trim()}"));

        Assert.Empty(undocumented);
    }

    [Fact]
    public void There_are_two_production_projects() => Assert.Equal(
        ["IncidentBot", "IncidentBot.Core"],
        Directory.GetDirectories(Path.Combine(Needs.Repository, "src")).Select(Path.GetFileName).Order());

    [Theory]
    [InlineData("Slack", "Discord")]
    [InlineData("Discord", "Slack")]
    public void Platforms_never_know_each_other(string platform, string other)
    {
        var own = Sources().Where(file => file.Path.Contains($"{Path.DirectorySeparatorChar}{platform}{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(own);
        Assert.DoesNotContain(own, file => file.Text.Contains(other, StringComparison.Ordinal));
    }

    /// <summary>What is shared by platforms knows none: another one is a folder of its own.</summary>
    [Theory]
    [InlineData("IncidentBot.Core")]
    [InlineData("Intake")]
    [InlineData("Storage")]
    public void What_platforms_share_knows_none_of_them(string folder) => Assert.DoesNotContain(
        Sources().Where(file => file.Path.Contains($"{Path.DirectorySeparatorChar}{folder}{Path.DirectorySeparatorChar}", StringComparison.Ordinal)),
        file => PlatformsCode().IsMatch(file.Text));

    private static IEnumerable<(string Path, string Text)> Sources() =>
        Directory.EnumerateFiles(Path.Combine(Needs.Repository, "src"), "*.cs", SearchOption.AllDirectories)
            .Select(path => (path, File.ReadAllText(path)));

    [GeneratedRegex(@"DateTime(Offset)?\.(Utc)?Now|SystemClock|Stopwatch\.GetTimestamp")]
    private static partial Regex ClockRead();

    [GeneratedRegex(@"\bIncidentBot\.(Slack|Discord)\b")]
    private static partial Regex PlatformsCode();

    /// <summary>A top-level public type whose line before is neither a summary nor an attribute under one.</summary>
    [GeneratedRegex(@"(?<!///[^\n]*\n)(?<!\][^\n]*\n)^public (?:abstract |sealed |static |readonly |partial )*(?:class|record|enum|interface|struct|record struct) \w+", RegexOptions.Multiline)]
    private static partial Regex TypeWithoutSummary();
}

using System.Text.RegularExpressions;
using IncidentBot.Core.Times;
using NodaTime;

namespace IncidentBot.Tests.Times;

/// <summary>What help and the README promise is read.</summary>
public sealed partial class TimeExamplesTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 5, 16, 5);
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["America/New_York"];

    private static readonly string[] Locales = ["en-US", "es-ES", "fr-FR", "de-DE", "pt-BR", "it-IT", "nl-NL", "ja-JP", "zh-CN"];

    [Fact]
    public void Help_shows_twelve_examples_that_are_read()
    {
        var help = new Room().Type("/incident help time").Reply;

        Assert.Equal(12, TimeExamples.All.Count);
        Assert.All(TimeExamples.All, example =>
        {
            Assert.Contains($"/note {example.Phrase} text", help, StringComparison.Ordinal);
            AssertRead(example.Phrase, ["en-US"]);
        });
    }

    [Fact]
    public void Each_example_in_the_table_of_the_README_is_read()
    {
        var lines = File.ReadAllLines(Path.Combine(Needs.Repository, "README.md"));
        var table = lines.SkipWhile(line => line != "| form | examples |").Skip(2).TakeWhile(line => line.StartsWith('|')).ToList();

        var examples = table.SelectMany(line => Code().Matches(line).Select(match => (match.Groups[1].Value, Others: line.StartsWith("| other", StringComparison.Ordinal)))).ToList();

        Assert.True(examples.Count > 50);
        Assert.All(examples, example => AssertRead(example.Value, example.Others ? Locales[1..] : Locales[..1]));
    }

    private static void AssertRead(string phrase, string[] locales) => Assert.Contains(
        locales, locale => TimeReader.Read($"{phrase} text", Now, Zone, locale) is { HasTime: true, Rest: "text" });

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}

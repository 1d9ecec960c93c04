using NodaTime;

namespace IncidentBot.Core.Times.Grammar;

/// <summary>What reading depends on besides the text.</summary>
internal readonly record struct ReadContext(Instant Now, DateTimeZone Zone, string? Locale)
{
    /// <summary>How far ahead a time may lie and still count as past.</summary>
    public Instant Latest => Now + TimeReader.Skew;

    public bool IsEnglish => Locales.IsEnglish(Locale);
}

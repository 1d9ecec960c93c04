namespace IncidentBot.Core.Times.Grammar;

/// <summary>Where in a line a phrase is looked for.</summary>
internal enum Place : byte
{
    Head,

    /// <summary>At the end, after other text: something must say that it is a time.</summary>
    AfterText,

    /// <summary>At the end, after a comma or dash, or in brackets.</summary>
    Apart,
}

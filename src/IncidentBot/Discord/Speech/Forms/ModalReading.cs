using System.Diagnostics.CodeAnalysis;

namespace IncidentBot.Discord.Speech.Forms;

/// <summary>
/// A modal as it was sent in, or what is wrong with it. Discord has closed it by then, so what was typed comes back with
/// the problem.
/// </summary>
internal sealed record ModalReading<T>(T? Form, string? Problem)
    where T : class
{
    [MemberNotNullWhen(true, nameof(Form))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsGood => Form is not null;
}

using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;
using IncidentBot.Storage.Rooms;

namespace IncidentBot.Storage.Rows;

/// <summary>What a command comes to, as rows to be written in one transaction. Each database writes them in its own way.</summary>
/// <param name="Answer">What may be told once they are committed.</param>
/// <param name="Change">What becomes of an incident; null if nothing does.</param>
/// <param name="Delivery">The answer to be kept for a repeat; null if a repeat could not be told.</param>
/// <param name="Owed">What rooms are to be told.</param>
internal sealed record Recording(CommandAnswer Answer, IncidentChange? Change, DeliveryRow? Delivery, IReadOnlyList<OutboxRow> Owed)
{
    /// <summary>What becomes of the sender's own zone; null if it stays.</summary>
    public ZoneRow? Zone { get; init; }

    /// <summary>How far the stream is in which the command came; null if it came otherwise. Written with the rest, never alone.</summary>
    public StreamPosition? Reached { get; init; }

    /// <summary>An answer that needs nothing written: a repeat, or a question.</summary>
    public static Recording Only(CommandAnswer answer) => new(answer, null, null, []);

    /// <summary>Of what is no command, and has been written already.</summary>
    public static Recording NoCommand { get; } = new(CommandAnswer.Only(""), null, null, []) { IsUpkeep = true };

    public bool Writes => IsUpkeep || Change is not null || Delivery is not null || Zone is not null;

    private bool IsUpkeep { get; init; }
}

/// <summary>What becomes of an incident.</summary>
/// <param name="After">As it will stand, with the link of its last event. With words to erase it still has them.</param>
/// <param name="Events">The rows to append.</param>
/// <param name="Row">Its row in the list of incidents.</param>
/// <param name="Channels">The channels that begin to feed it.</param>
/// <param name="Left">The channels that feed it no more.</param>
/// <param name="Files">The bytes of the files that are kept from now on.</param>
/// <param name="Erase">The words to rub out after the rows are appended and before the delivery is kept; null if none.</param>
internal sealed record IncidentChange(
    HeldIncident After, IReadOnlyList<EventRow> Events, IncidentRow Row, IReadOnlyList<BoundRow> Channels, IReadOnlyList<ChannelId> Left,
    IReadOnlyList<FileRow> Files, ErasedEntry? Erase)
{
    /// <summary>Whether the incident begins with it.</summary>
    public bool IsNew => Events[0].Version == 1;
}

/// <summary>A row of <c>people</c>, which is not there without a zone.</summary>
internal sealed record ZoneRow(string Person, string? Zone, long ChosenAt);

/// <summary>A row of <c>incident_channels</c>.</summary>
internal sealed record BoundRow(string Channel, long BoundAt);

/// <summary>A row of <c>files</c>.</summary>
internal sealed record FileRow(int Number, int Entry, byte[] Bytes);

/// <summary>An entry whose words go.</summary>
/// <param name="Number">The number of the entry.</param>
/// <param name="Before">The version of the event that says so; events before it lose their words.</param>
internal sealed record ErasedEntry(int Number, int Before);

namespace IncidentBot.Faults.History;

/// <summary>What a client was told about a delivery, once.</summary>
internal enum Told
{
    /// <summary>Nothing: the connection ended, or the client gave up waiting.</summary>
    NoAnswer,

    /// <summary>It is in the timeline.</summary>
    Recorded,

    /// <summary>It is not in the timeline and never will be, because of what it says.</summary>
    NotTaken,

    /// <summary>Storage said for certain that it is not recorded.</summary>
    Refused,

    /// <summary>Storage could not tell.</summary>
    Unknown,

    /// <summary>It is late, and may come.</summary>
    Late,

    /// <summary>It is in the emergency file and will be in the timeline.</summary>
    Spooled,

    /// <summary>An answer that nobody should get.</summary>
    Odd,
}

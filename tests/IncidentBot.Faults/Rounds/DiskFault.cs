namespace IncidentBot.Faults.Rounds;

/// <summary>What can happen to a disk that otherwise works.</summary>
internal enum DiskFault
{
    /// <summary>One sync fails.</summary>
    SyncFails,

    /// <summary>All syncs fail for a while.</summary>
    SyncsFail,

    /// <summary>All syncs of the database fail, and the emergency file has no room.</summary>
    SyncsFailWithoutSpool,

    /// <summary>A few writes find no room.</summary>
    WritesFail,

    /// <summary>There is no room for a while.</summary>
    Full,

    /// <summary>Each sync takes 30 ms longer.</summary>
    Slow,

    /// <summary>One sync takes seconds.</summary>
    Stalls,
}

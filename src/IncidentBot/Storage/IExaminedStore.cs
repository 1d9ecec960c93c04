namespace IncidentBot.Storage;

/// <summary>A store that can say how it is.</summary>
internal interface IExaminedStore
{
    /// <summary>What is to be known about it now, in one line; null if nothing is.</summary>
    /// <exception cref="Core.Incidents.StorageException">It does not answer.</exception>
    Task<StoreFinding?> ExamineAsync(CancellationToken ct);
}

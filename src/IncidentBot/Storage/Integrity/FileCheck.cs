using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Storage.Integrity;

/// <summary>Checks the files of an incident: each that is kept is there as it came, and of an erased one nothing is left.</summary>
internal static class FileCheck
{
    public static void Run(DbConnection connection, DbTransaction transaction, Incident incident, Action<string> report)
    {
        HashSet<int> seen = [];
        foreach (var (number, bytes) in connection.Query<(int Number, byte[] Bytes)>(
            "SELECT number, bytes FROM files WHERE incident = @incident ORDER BY number", new { incident = incident.Id.Number },
            transaction, buffered: false))
        {
            seen.Add(number);
            if (Problem(incident.FindFile(number), bytes) is { } problem)
            {
                report($"{incident.Id}: file {number} {problem}.");
            }
        }

        for (var number = 1; number <= incident.Files; number++)
        {
            if (!seen.Contains(number))
            {
                report($"{incident.Id}: file {number} is missing.");
            }
        }
    }

    private static string? Problem(KeptFile? file, byte[] bytes) => file switch
    {
        null => "is there, and no event says so",
        { Digest: null } => bytes.AsSpan().IndexOfAnyExcept((byte)0) < 0 ? null : "still has its bytes after a redaction",
        { Digest: var digest } => Convert.ToHexStringLower(SHA256.HashData(bytes)) == digest ? null : "is not as it came",
    };
}

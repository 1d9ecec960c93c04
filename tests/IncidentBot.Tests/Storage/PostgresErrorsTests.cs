using System.Data.Common;
using IncidentBot.Storage.Postgres;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace IncidentBot.Tests.Storage;

/// <summary>Whether a command or its connection is to blame.</summary>
public sealed class PostgresErrorsTests
{
    public static TheoryData<Exception> Complaints => new(
        new InvalidOperationException("The connection is not open."), new ObjectDisposedException("stream"), new ArgumentException("odd"));

    [Theory]
    [MemberData(nameof(Complaints))]
    public async Task What_fails_on_a_broken_connection_is_tried_again(Exception complaint)
    {
        await using var broken = new NpgsqlConnection();

        var error = await Assert.ThrowsAsync<NpgsqlException>(() => FailAsync(broken, complaint));

        Assert.Same(complaint, error.InnerException);
        Assert.Equal(Failure.Passing, PostgresErrors.Classify(error));
    }

    [Theory]
    [MemberData(nameof(Complaints))]
    public async Task What_fails_on_a_whole_connection_is_the_fault_of_the_command(Exception complaint)
    {
        await using var whole = new SqliteConnection("Data Source=:memory:");
        await whole.OpenAsync();

        Assert.Same(complaint, await Assert.ThrowsAnyAsync<Exception>(() => FailAsync(whole, complaint)));
        Assert.Equal(Failure.OfItsOwn, PostgresErrors.Classify(complaint));
    }

    [Fact]
    public async Task What_the_driver_says_of_a_lost_connection_stays_as_it_is()
    {
        await using var broken = new NpgsqlConnection();
        var lost = new NpgsqlException("Exception while reading from stream");

        Assert.Same(lost, await Assert.ThrowsAsync<NpgsqlException>(() => FailAsync(broken, lost)));
    }

    private static Task<int> FailAsync(DbConnection connection, Exception complaint) =>
        PostgresErrors.OnAsync(connection, () => Task.FromException<int>(complaint));
}

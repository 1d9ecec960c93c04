using IncidentBot.Faults.History;

namespace IncidentBot.Tests.Faults;

/// <summary>Sends lines to a bot that is in trouble, remembers what it was told, and holds that against the file in the end.</summary>
internal sealed class Witness
{
    /// <summary>After this many answers, nothing is going to change any more.</summary>
    private const int MostTries = 100_000;

    private static readonly TimeSpan LongestTrouble = TimeSpan.FromSeconds(60);

    private readonly Journal _journal = new();

    public Delivery New() => _journal.New("C1");

    /// <summary>A new line, once.</summary>
    public async Task<(Delivery Delivery, Reply Reply)> SayAsync(BotClient client, string more = "")
    {
        var delivery = New();
        return (delivery, await SayAgainAsync(client, delivery, more));
    }

    public async Task<Reply> SayAgainAsync(BotClient client, Delivery delivery, string more = "")
    {
        var reply = await client.SendAsync($"/detected {delivery.Id} {more}", delivery.Id, delivery.Channel, delivery.Invocations);
        _journal.Add(delivery, reply);
        return reply;
    }

    /// <summary>The same line again and again, until it is confirmed.</summary>
    public async Task InsistAsync(BotClient client, Delivery delivery, string more = "")
    {
        using var trouble = new CancellationTokenSource(LongestTrouble);
        for (var tries = 0; tries < MostTries && !trouble.IsCancellationRequested; tries++)
        {
            if ((await SayAgainAsync(client, delivery, more)).Told == Told.Recorded)
            {
                return;
            }
        }

        Assert.Fail($"{delivery.Id} is never recorded, though nothing keeps it from the disk any more.");
    }

    /// <summary>Fails if anybody was told what is not so.</summary>
    /// <param name="salt">Lines with this in them need not be taken; null if all have to be.</param>
    public void Check(string database, string? salt = null)
    {
        var verdict = Checker.Check(_journal, StoredEntries.Read(database), salt);
        Assert.True(verdict.Clean, verdict.ToString());
    }
}

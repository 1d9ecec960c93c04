using IncidentBot.Core.Commands;
using IncidentBot.Core.Incidents;

namespace IncidentBot.Tests.Storage;

/// <summary>Several communities in one store.</summary>
public abstract partial class IncidentStoreTests
{
    private const string Here = "discord:1/";

    [SkippableFact]
    public async Task What_one_community_feeds_no_other_is_listed()
    {
        await FillAsync();

        Assert.Equal([5, 4, 1], await ListedAsync(Here));
        Assert.Equal([2], await ListedAsync("discord:10/"));
        Assert.Equal([4, 3], await ListedAsync("slack:"));
        Assert.Empty(await ListedAsync("discord:3/"));
        Assert.Equal([5, 4, 3, 2, 1], await ListedAsync(within: null));
        Assert.Equal([1], (await Store.ListAsync(new IncidentId(4), 1, Here, default)).Select(i => i.Id.Number));

        await TypeAsync("discord:1/7", "/incident unlink");
        Assert.Equal([5, 1], await ListedAsync(Here));
    }

    [SkippableFact]
    public async Task What_one_community_feeds_no_other_finds()
    {
        await FillAsync();

        Assert.Equal(["INC-5 #1", "INC-4 #1", "INC-1 #1"], await FoundAsync(Here));
        Assert.Equal(["INC-2 #1"], await FoundAsync("discord:10/"));
        Assert.Equal(["INC-4 #1", "INC-3 #1"], await FoundAsync("slack:"));
        Assert.Empty(await FoundAsync("discord:3/"));
        Assert.Equal(["INC-1 #1"], await FoundAsync(Here, "first"));

        var newest = await SearchAsync("slack:", limit: 1);
        Assert.Equal(["INC-4 #1"], newest.Hits.Select(Name));
        Assert.Equal(4, newest.Total);
        Assert.Equal(["INC-2 #1"], (await SearchAsync("discord:10/", limit: 1)).Hits.Select(Name));

        async Task<IEnumerable<string>> FoundAsync(string within, string words = "down") =>
            (await SearchAsync(within, 100, words)).Hits.Where(hit => hit.Entry is not null).Select(Name);

        Task<SearchResult> SearchAsync(string within, int limit, string words = "down") => SearchQuery.TryRead(words, out var query, out _)
            ? Store.SearchAsync(query with { Within = within }, limit, default)
            : throw new ArgumentException(words);
    }

    /// <summary>Three of one server, the second of them joined; and one each of another with a longer id, and of Slack.</summary>
    private async Task FillAsync()
    {
        await TypeAsync("discord:1/5", "/detected first down");
        await TypeAsync("discord:10/5", "/detected second down");
        await TypeAsync("slack:C1", "/detected third down");
        await TypeAsync("slack:C2", "/detected fourth down");
        await TypeAsync("discord:1/7", "/incident link INC-4", settings: new CommandSettings { AcrossCommunities = true });
        await TypeAsync("discord:1/6", "/detected fifth down");
    }

    private async Task<IEnumerable<int>> ListedAsync(string? within) => (await Store.ListAsync(null, 100, within, default)).Select(i => i.Id.Number);
}

using System.Collections.Frozen;
using System.Security.Cryptography;
using IncidentBot.Web.Api;

namespace IncidentBot.Web.Pages;

/// <summary>The script, style and icon, carried in the executable. Their addresses hold their hash, so they never go stale.</summary>
internal static class Assets
{
    private const string Prefix = "IncidentBot.Web.Assets.";

    private static readonly FrozenDictionary<string, Asset> ByName = Read();

    private sealed record Asset(byte[] Content, string Type, string Hash);

    /// <summary>The address of an asset of ours.</summary>
    public static string Url(string name) => $"/assets/{ByName[name].Hash}/{name}";

    public static void MapAssets(this IEndpointRouteBuilder routes) => routes
        .MapMethods("/assets/{hash}/{name}", Problems.Reading, (HttpContext context, string hash, string name) =>
        {
            if (!ByName.TryGetValue(name, out var asset) || asset.Hash != hash)
            {
                return Problems.Of(404, "There is no such file; reload the page.");
            }

            context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
            return Results.File(asset.Content, asset.Type, entityTag: new($"\"{asset.Hash}\""));
        })
        .ExcludeFromDescription();

    private static FrozenDictionary<string, Asset> Read()
    {
        var assembly = typeof(Assets).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(resource => resource[Prefix.Length..], resource =>
            {
                using var stream = assembly.GetManifestResourceStream(resource)!;
                using var content = new MemoryStream();
                stream.CopyTo(content);
                return new Asset(content.ToArray(), Type(resource), Convert.ToHexStringLower(SHA256.HashData(content.ToArray())[..6]));
            });
    }

    private static string Type(string resource) => Path.GetExtension(resource) switch
    {
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
}

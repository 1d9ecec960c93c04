using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using IncidentBot.Core.Drafts.Pages;
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
            .Select(resource => (Name: resource[Prefix.Length..], Content: Content(assembly.GetManifestResourceStream(resource)!)))
            .Append((Name: "pictures.css", Content: Encoding.UTF8.GetBytes(DraftStyles.Pictures)))
            .ToFrozenDictionary(
                asset => asset.Name,
                asset => new Asset(asset.Content, Type(asset.Name), Convert.ToHexStringLower(SHA256.HashData(asset.Content)[..6])));
    }

    private static byte[] Content(Stream resource)
    {
        using var content = new MemoryStream();
        using (resource)
        {
            resource.CopyTo(content);
        }

        return content.ToArray();
    }

    private static string Type(string name) => Path.GetExtension(name) switch
    {
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
}

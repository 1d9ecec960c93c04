using System.Net;

namespace IncidentBot.Web.Hosting;

/// <summary>The settings of section <c>Web</c>.</summary>
internal sealed record WebOptions
{
    private const int ShortestKey = 16;

    /// <summary>Where to listen: a plain http address; TLS is a proxy's work.</summary>
    public string Url { get; init; } = "http://127.0.0.1:5080";

    /// <summary>What a caller has to know where a key is demanded; also <c>Web:AccessKeyFile</c>.</summary>
    public string? AccessKey { get; init; }

    /// <summary>Host names under which the server is reached, besides those of <c>Url</c> and <c>PublicUrl</c>.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>How people reach it from elsewhere, e.g. through a TLS proxy; used in links.</summary>
    public Uri? PublicUrl { get; init; }

    public BindingAddress Address => BindingAddress.Parse(Url);

    /// <summary>Whether only programs on this machine can connect.</summary>
    public bool IsLoopback =>
        Address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(Address.Host, out var ip) && IPAddress.IsLoopback(ip));

    /// <summary>Whoever can be reached from elsewhere asks for the key.</summary>
    public bool DemandsKey => !IsLoopback || PublicUrl is not null;

    /// <exception cref="SettingException">A setting is wrong.</exception>
    public static WebOptions Read(IConfiguration configuration)
    {
        var options = new WebOptions
        {
            AccessKey = configuration.Word("Web:AccessKey"),
            AllowedHosts = configuration.Words("Web:AllowedHosts"),
            PublicUrl = configuration.Word("Web:PublicUrl") is { } url ? Public(url) : null,
        };
        options = options with { Url = Listening(configuration.Word("Web:Url") ?? options.Url) };
        if (options.AllowedHosts.FirstOrDefault(host => Uri.CheckHostName(host.Trim('[', ']')) == UriHostNameType.Unknown) is { } wrong)
        {
            throw new SettingException("Web:AllowedHosts", $"'{wrong}' is no host name; write names without port, such as bot.example.org.");
        }

        if (options.DemandsKey && options.AccessKey is not { Length: >= ShortestKey })
        {
            throw new SettingException(
                "Web:AccessKey",
                $"{options.Url}{(options.PublicUrl is { } u ? $" with Web:PublicUrl {u}" : "")} can be reached from elsewhere, so a key of at least {ShortestKey} characters is needed.");
        }

        return options;
    }

    private static string Listening(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            if (address is { Scheme: "http", IsUnixPipe: false, IsNamedPipe: false, PathBase: "", Port: >= 0 and <= 65535, Host.Length: > 0 })
            {
                return url.TrimEnd('/');
            }
        }
        catch (FormatException)
        {
        }

        throw new SettingException("Web:Url", $"'{url}' is no address to listen at; write it like http://127.0.0.1:5080 (TLS is a proxy's work).");
    }

    private static Uri Public(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.AbsolutePath == "/" && uri.Query.Length == 0
            ? uri
            : throw new SettingException("Web:PublicUrl", $"'{url}' is no web address without a path; write it like https://bot.example.org.");
}

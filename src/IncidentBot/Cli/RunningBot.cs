using System.Net.Http.Headers;
using IncidentBot.Storage;
using IncidentBot.Web.Hosting;

namespace IncidentBot.Cli;

/// <summary>The bot that runs on this machine, found through the lock file of its database.</summary>
internal static class RunningBot
{
    /// <summary>A client for it, with the access key where one is set; null if the lock file names none.</summary>
    public static HttpClient? Connect(IConfiguration configuration)
    {
        if (InstanceLock.ReadHolder(LocalBot.PathIn(configuration)) is not { Url: { } url })
        {
            return null;
        }

        var http = new HttpClient { BaseAddress = new Uri(url.TrimEnd('/') + "/") };
        http.DefaultRequestHeaders.Authorization = configuration.Word("Web:AccessKey") is { } key
            ? new AuthenticationHeaderValue("Bearer", key)
            : null;
        return http;
    }
}

using Spectre.Console;

namespace IncidentBot.Cli;

/// <summary>Shows on standard error how far some work is.</summary>
internal static class Progress
{
    /// <param name="work">Told how to report what is done, how much of it, and of how much.</param>
    public static T Show<T>(TextWriter error, Func<Action<string, int, int>, T> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        return console.Progress().AutoClear(true).Start(progress =>
        {
            var tasks = new Dictionary<string, ProgressTask>();
            return work((what, done, all) =>
            {
                if (!tasks.TryGetValue(what, out var task))
                {
                    tasks[what] = task = progress.AddTask(what);
                }

                task.MaxValue(all).Value(done);
            });
        });
    }
}

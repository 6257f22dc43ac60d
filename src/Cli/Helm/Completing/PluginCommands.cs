using System.Globalization;
using System.Text;
using SecretsKit.Cli.Helm.About;
using SecretsKit.Cli.Helm.Plugins;
using SecretsKit.CommandLine;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Platform.Processes;

namespace SecretsKit.Cli.Helm.Completing;

/// <summary>
/// The commands of installed plugins: their <c>completion.yaml</c> names flags, arguments and commands, and their program
/// <c>plugin.complete</c>, if there is one, answers as <c>__complete</c> does.
/// </summary>
/// <param name="plugin">The plugin.</param>
internal sealed class PluginCommands(InstalledPlugin plugin)
{
    // Deeper than any command line; a file of a plugin must not exhaust the stack.
    private const int DeepestCommand = 16;

    private static readonly string[] GlobalFlags =
    [
        "--kube-context", "--namespace", "-n", "--kubeconfig", "--kube-apiserver", "--kube-token", "--kube-as-user", "--kube-as-group",
        "--kube-ca-file", "--registry-config", "--repository-cache", "--repository-config", "--kube-insecure-skip-tls-verify",
        "--kube-tls-server-name",
    ];

    /// <summary>The commands of all plugins; none if <c>HELM_NO_PLUGINS=1</c>. A name that is taken is passed over.</summary>
    /// <param name="session">Where files are.</param>
    /// <param name="taken">The names of Helm's own commands.</param>
    public static IEnumerable<CobraCommand> All(HelmSession session, IReadOnlyList<CobraCommand> taken)
    {
        if (session.Host.Environment.Variable("HELM_NO_PLUGINS") == "1")
        {
            return [];
        }

        var folders = HelmSettings.Of(session, new ParsedFlags(session.Host.Environment.Variable))["HELM_PLUGINS"];
        return InstalledPlugin.All(session, folders)
            .Where(plugin => !taken.Any(command => command.Is(plugin.Command)))
            .DistinctBy(plugin => plugin.Command)
            .Select(plugin => new PluginCommands(plugin).Read(session));
    }

    private CobraCommand Read(HelmSession session)
    {
        var file = RepositoryCandidates.ReadYaml(session, Path.Combine(plugin.Folder, "completion.yaml")) ?? new();
        var about = plugin.ShortHelp.Length > 0 ? plugin.ShortHelp : $"the \"{plugin.Name}\" plugin";
        return Of(plugin.Command, about, file, depth: 0);
    }

    private CobraCommand Of(string name, string about, MapValue map, int depth)
    {
        var commands = map[new("commands")].AsList;
        return new(name, about)
        {
            ReadsOwnFlags = true,
            Flags = [.. FlagsOf([.. Texts(map, "flags")])],
            FirstArguments = [.. Texts(map, "validArgs")],
            Arguments = commands is null ? AskAsync : null,
            Children = [.. (commands is null || depth == DeepestCommand ? [] : commands.Items.ToArray())
                .Select(item => item.AsMap)
                .OfType<MapValue>()
                .Where(child => RepositoryCandidates.Text(child, "name").Length > 0)
                .Select(child => Of(RepositoryCandidates.Text(child, "name"), "", child, depth + 1))],
        };
    }

    // The file lists letters and names without saying which belong together: they are paired in order.
    private static IEnumerable<CobraFlag> FlagsOf(string[] names)
    {
        var letters = names.Where(name => name.Length == 1).ToArray();
        var words = names.Where(name => name.Length > 1).ToArray();
        for (var at = 0; at < Math.Max(words.Length, letters.Length); at++)
        {
            var name = at < words.Length ? words[at] : letters[at];
            yield return new(new(FlagKind.Switch, name, "") { Aliases = at < letters.Length ? [letters[at]] : [] }, "");
        }
    }

    private async Task<CobraReply> AskAsync(CompletionScope scope, CancellationToken ct)
    {
        var settings = HelmSettings.Of(scope.Session, scope.Flags);
        settings["HELM_PLUGIN_NAME"] = plugin.Name;
        settings["HELM_PLUGIN_DIR"] = plugin.Folder;
        var environment = scope.Session.Host.Environment.WithVariables(
            settings.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        string[] commands = [.. scope.Path.Skip(2).Select(command => command.Name)];
        try
        {
            using var result = await new ProcessRunner().RunAsync(
                new()
                {
                    Program = Path.Combine(plugin.Folder, "plugin.complete"),
                    Arguments = plugin.IgnoresFlags ? commands : [.. commands, .. WithoutGlobalFlags(scope.Arguments), scope.Current],
                    Environment = environment,
                },
                ct);
            return result.Succeeded ? Parse(Encoding.UTF8.GetString(result.Output.Span)) : CobraReply.Files;
        }
        catch (ProcessStartException)
        {
            return CobraReply.Files; // The program is optional.
        }
    }

    private static CobraReply Parse(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return lines is [.., [':', .. var number]]
            && int.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var directive)
            ? new((ShellDirective)directive, lines[..^1])
            : new(ShellDirective.Default, lines);
    }

    private static IEnumerable<string> WithoutGlobalFlags(IReadOnlyList<string> words)
    {
        for (var at = 0; at < words.Count; at++)
        {
            if (GlobalFlags.Contains(words[at]))
            {
                at++;
            }
            else if (words[at] != "--debug" && !GlobalFlags.Any(flag => words[at].StartsWith(flag + "=", StringComparison.Ordinal)))
            {
                yield return words[at];
            }
        }
    }

    private static IEnumerable<string> Texts(MapValue map, string key) => (map[new(key)].AsList is { } list ? list.Items.ToArray() : [])
        .Select(item => ScalarText.TryOf(item, out var text) ? text : "")
        .Where(text => text.Length > 0);
}

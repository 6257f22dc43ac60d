using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Helm.Plugins;

/// <summary>A plugin that adds a command to Helm, as completion sees it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Folder">Where it lies, absolute.</param>
internal sealed record InstalledPlugin(string Name, string Folder)
{
    private const string CommandType = "cli/v1";

    /// <summary>The word that calls it.</summary>
    public required string Command { get; init; }

    /// <summary>What it is for, in a few words; may be empty.</summary>
    public string ShortHelp { get; init; } = "";

    /// <summary>Whether it gets no flags.</summary>
    public bool IgnoresFlags { get; init; }

    /// <summary>The plugins below folders, by folder. What cannot be read is no plugin.</summary>
    /// <param name="session">Where files are, and whose plugins count: Helm 3 knows the older description alone.</param>
    /// <param name="folders">Folders of plugins, separated as in PATH.</param>
    public static IEnumerable<InstalledPlugin> All(HelmSession session, string folders) => folders
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(session.Host.Environment.ResolvePath)
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
        .Select(folder => TryRead(session, folder))
        .OfType<InstalledPlugin>();

    private static InstalledPlugin? TryRead(HelmSession session, string folder)
    {
        try
        {
            var text = FileReader.Read(session.Host.Environment, Path.Combine(folder, "plugin.yaml"));
            return KubernetesYaml.Read(text, KubernetesYamlOptions.Chart).AsMap is { } map ? Of(session.Generation, map, folder) : null;
        }
        catch (SecretsKitException)
        {
            return null; // Somebody else's folder.
        }
    }

    private static InstalledPlugin? Of(HelmGeneration generation, MapValue map, string folder)
    {
        var name = Text(map, "name");
        if (name.Length == 0)
        {
            return null;
        }

        if (generation == HelmGeneration.V4 && Text(map, "apiVersion") == "v1")
        {
            var config = map[new("config")].AsMap ?? new();
            return Text(map, "type") != CommandType ? null : new(name, folder)
            {
                Command = Text(config, "usage") is { Length: > 0 } usage ? usage.Split(' ')[0] : name,
                ShortHelp = Text(config, "shortHelp"),
                IgnoresFlags = Text(config, "ignoreFlags") == "true",
            };
        }

        return generation == HelmGeneration.V4 && map.Contains(new("downloaders")) ? null : new(name, folder)
        {
            Command = name,
            ShortHelp = Text(map, "usage"),
            IgnoresFlags = Text(map, "ignoreFlags") == "true",
        };
    }

    private static string Text(MapValue map, string key) =>
        map.TryGet(new(key), out var value) && ScalarText.TryOf(value, out var text) ? text : "";
}

using System.Runtime.InteropServices;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Helm.Plugins;

/// <summary>A plugin of Helm 4 as its plugin.yaml describes it: a program that Helm starts.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it serves, as <c>postrenderer/v1</c>.</param>
/// <param name="Folder">Where it lies, absolute.</param>
internal sealed record PluginManifest(string Name, string Type, string Folder)
{
    private const string FileName = "plugin.yaml";

    private IReadOnlyList<PlatformCommand> Commands { get; init; } = [];

    /// <summary>The plugin of a name and type, or null. What cannot be read is no plugin.</summary>
    /// <param name="session">Where files are.</param>
    /// <param name="folders">Folders of plugins, separated as in PATH.</param>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type.</param>
    public static PluginManifest? Find(HelmSession session, string folders, string name, string type) => folders
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(session.Host.Environment.ResolvePath)
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
        .Select(folder => TryRead(session, folder))
        .FirstOrDefault(plugin => plugin is not null && plugin.Name == name && plugin.Type == type);

    /// <summary>The words of the command for this system: the program first. Empty if it has none.</summary>
    public string[] CommandLine()
    {
        var (system, processor) = (
            SystemName,
            RuntimeInformation.ProcessArchitecture switch { Architecture.X64 => "amd64", Architecture.X86 => "386",
                var other => other.ToString().ToLowerInvariant() });
        var command = Commands.FirstOrDefault(one => one.System == system && one.Processor == processor)
            ?? Commands.FirstOrDefault(one => one.System == system && one.Processor.Length == 0)
            ?? Commands.FirstOrDefault(one => one.System.Length == 0 && one.Processor.Length == 0);
        return command is null ? [] : [.. command.Command.Split(' ', StringSplitOptions.RemoveEmptyEntries), .. command.Arguments];
    }

    private static string SystemName => OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";

    private static PluginManifest? TryRead(HelmSession session, string folder)
    {
        var file = Path.Combine(folder, FileName);
        try
        {
            return File.Exists(file)
                && KubernetesYaml.Read(FileReader.Read(session.Host.Environment, file), KubernetesYamlOptions.Chart).AsMap is { } map
                ? new(Text(map, "name"), Text(map, "type"), folder)
                {
                    Commands = Map(map, "runtimeConfig") is { } runtime ? ReadCommands(runtime) : [],
                }
                : null;
        }
        catch (SecretsKitException)
        {
            return null; // Somebody else's folder: it serves nothing here.
        }
    }

    private static List<PlatformCommand> ReadCommands(MapValue runtime)
    {
        var commands = new List<PlatformCommand>();
        foreach (var item in runtime.TryGet(new("platformCommand"), out var list) && list.AsList is { } all ? all.Items : default)
        {
            if (item.AsMap is { } command)
            {
                commands.Add(new(Text(command, "os"), Text(command, "arch"), Text(command, "command"), Texts(command, "args")));
            }
        }

        return commands;
    }

    private static MapValue? Map(MapValue map, string key) => map.TryGet(new(key), out var value) ? value.AsMap : null;

    private static string Text(MapValue map, string key) => map.TryGet(new(key), out var value) && ScalarText.TryOf(value, out var text)
        ? text
        : "";

    private static List<string> Texts(MapValue map, string key)
    {
        var texts = new List<string>();
        foreach (var item in map.TryGet(new(key), out var value) && value.AsList is { } list ? list.Items : default)
        {
            texts.Add(ScalarText.TryOf(item, out var text) ? text : "");
        }

        return texts;
    }

    private sealed record PlatformCommand(string System, string Processor, string Command, IReadOnlyList<string> Arguments);
}

using System.Text;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.PostRendering;
using SecretsKit.Cli.Helm.About;
using SecretsKit.Cli.Helm.Plugins;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Processes;

namespace SecretsKit.Cli.Helm.PostRendering;

/// <summary>
/// The plugin of Helm 4's <c>--post-renderer</c>: it reads all documents, hooks among them, and writes what takes their place.
/// </summary>
internal sealed class PostRendererPlugin
{
    private const string PluginType = "postrenderer/v1";
    private const string Prefix = "error while running post render on files: ";

    private readonly PluginManifest _plugin;
    private readonly IReadOnlyList<string> _arguments;
    private readonly Platform.HostEnvironment _environment;

    private PostRendererPlugin(PluginManifest plugin, IReadOnlyList<string> arguments, Platform.HostEnvironment environment) =>
        (_plugin, _arguments, _environment) = (plugin, arguments, environment);

    /// <summary>The plugin that the command line names, or null: Helm 3 has none.</summary>
    /// <exception cref="SecretsKitException">There is none of this name.</exception>
    public static PostRendererPlugin? Find(HelmSession session, ParsedFlags flags)
    {
        var name = flags.Text(HelmFlags.PostRenderer);
        if (name.Length == 0 || session.Generation == HelmGeneration.V3)
        {
            return null;
        }

        var settings = HelmSettings.Of(session, flags);
        var plugin = PluginManifest.Find(session, settings["HELM_PLUGINS"], name, PluginType)
            ?? throw new SecretsKitException(ErrorCode.Usage, $"invalid argument {GoQuote.Format(name)} for \"--post-renderer\" flag: " +
                $"plugin: {{Name:{name} Type:{PluginType}}} not found");
        settings["HELM_PLUGIN_NAME"] = plugin.Name;
        settings["HELM_PLUGIN_DIR"] = plugin.Folder;
        var environment = session.Host.Environment.WithVariables(
            settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        return new(plugin, flags.List(HelmFlags.PostRendererArgs), environment);
    }

    /// <summary>What the plugin makes of rendered files; they travel by pipe alone.</summary>
    /// <exception cref="ChartException">A file is no YAML, or the plugin did not start, failed, or wrote nothing.</exception>
    public async Task<IReadOnlyDictionary<string, byte[]>> RunAsync(IReadOnlyDictionary<string, byte[]> files, CancellationToken ct)
    {
        var input = AnnotatedDocuments.Merge(files);
        if (_plugin.CommandLine() is not [var program, .. var given])
        {
            throw Failed("no plugin command is applicable");
        }

        try
        {
            using var result = await new ProcessRunner().RunAsync(
                new() { Program = Expand(
                    program), Arguments = [.. given.Select(Expand), .. _arguments], Environment = _environment, Input = input }, ct);
            if (!result.Succeeded)
            {
                throw Failed($"plugin {GoQuote.Format(_plugin.Name)} exited with error");
            }

            return result.Output.Length == 0
                ? throw new ChartException($"{Prefix}post-renderer {GoQuote.Format(_plugin.Name)} produced empty output")
                {
                    IsFromRendering = true,
                }
                : AnnotatedDocuments.Split(result.Output.ToArray());
        }
        catch (ProcessStartException failure)
        {
            throw Failed(failure.Message);
        }
    }

    private ChartException Failed(string cause) =>
        new($"{Prefix}failed to invoke post-renderer plugin {GoQuote.Format(_plugin.Name)}: {cause}") { IsFromRendering = true };

    // $NAME and ${NAME}, as a shell would.
    private string Expand(string text)
    {
        var expanded = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '$' || at + 1 == text.Length)
            {
                expanded.Append(text[at]);
                continue;
            }

            var isBraced = text[at + 1] == '{';
            var start = at + (isBraced ? 2 : 1);
            var end = start;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            {
                end++;
            }

            expanded.Append(_environment.Variable(text[start..end]));
            at = isBraced && end < text.Length ? end : end - 1;
        }

        return expanded.ToString();
    }
}

using System.Text;
using SecretsKit.Charts.Rendering.Objects;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Http;
using SecretsKit.Templating;
using SecretsKit.Templating.Builtins;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Errors;
using SecretsKit.Templating.Execution;

namespace SecretsKit.Charts.Validation;

/// <summary>
/// Where schemas are: a folder or URL of the usual layout, or a template of paths or URLs (spec chart-testing.md C2). Immutable.
/// </summary>
public sealed class SchemaLocation
{
    /// <summary>The word for the public set of schemas.</summary>
    public const string DefaultName = "default";

    private const string DefaultSet = "https://raw.githubusercontent.com/yannh/kubernetes-json-schema/master";
    private const string Layout =
        "/{{ .NormalizedKubernetesVersion }}-standalone{{ .StrictSuffix }}/{{ .ResourceKind }}{{ .KindSuffix }}.json";

    private const string SetName = "tpl";
    private const int MaxBytes = 64 * 1024;

    private static readonly string[] FieldNames =
        ["NormalizedKubernetesVersion", "StrictSuffix", "ResourceKind", "ResourceAPIVersion", "Group", "KindSuffix"];

    private static readonly GoType FieldsType =
        GoType.Named($"struct {{ {string.Join("; ", FieldNames.Select(name => name + " string"))} }}", GoKind.Struct);

    private static readonly ExecutionOptions Execution = new()
    {
        Clock = new NoClock(),
        Random = static bytes => bytes.Clear(),
        Limits = new() { MaxOutputBytes = MaxBytes },
    };

    private readonly TemplateSet _template;
    private readonly ValidationOptions _options;

    private SchemaLocation(string text, TemplateSet template, ValidationOptions options) =>
        (Text, _template, _options) = (text, template, options);

    /// <summary>As it was given.</summary>
    public string Text { get; }

    /// <summary>Whether it is on a server.</summary>
    public bool IsRemote => HttpUrl.IsMeantBy(Text) || Text == DefaultName;

    /// <summary>Reads a location.</summary>
    /// <param name="text"><see cref="DefaultName"/>, a path, a URL, or a template of one that ends in <c>json</c>.</param>
    /// <param name="options">The version and strictness that templates name.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Usage"/>: the template is none; the message is Go's.</exception>
    public static SchemaLocation Parse(string text, ValidationOptions options)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(options);
        var whole = text == DefaultName ? DefaultSet + Layout
            : text.EndsWith("json", StringComparison.Ordinal) ? text
            : text + Layout;
        try
        {
            var set = new TemplateSet(SetName, new FunctionTable().AddBuiltins());
            set.Parse(SetName, Encoding.UTF8.GetBytes(whole));
            var location = new SchemaLocation(text, set, options);

            // A field that there is not shows when the template is executed.
            _ = location.For(new("Deployment", "v1", "", ""));
            return location;
        }
        catch (TemplateException failure)
        {
            throw new SecretsKitException(ErrorCode.Usage, failure.Message, failure)
            {
                Hint = $"{string.Join(", ", FieldNames.Select(name => "." + name))} are known in a location",
            };
        }
    }

    /// <summary>The path or URL of the schema of a kind.</summary>
    /// <exception cref="TemplateException">The template fails for it.</exception>
    internal string For(ResourceIdentity identity)
    {
        var group = identity.Group.Split('.')[0].ToLowerInvariant();
        var suffix = identity.ApiVersion.Contains('/', StringComparison.Ordinal)
            ? $"-{group}-{identity.ApiVersion.Split('/')[1].ToLowerInvariant()}"
            : $"-{group}";
        var version = _options.KubernetesVersion;
        string[] values =
        [
            version == ValidationOptions.NewestVersion ? version : "v" + version,
            _options.IsStrict ? "-strict" : "",
            identity.Kind.ToLowerInvariant(),
            identity.Version,
            identity.Group,
            suffix,
        ];
        var fields = FieldNames.Zip(values, static (name, value) => (name, Value.Of(value))).ToArray();
        var data = Value.Of(new StructObject(FieldsType, fields, []));
        return Encoding.UTF8.GetString(_template.Execute(SetName, data, Execution, CancellationToken.None));
    }

    /// <summary>Nothing in a location tells the time.</summary>
    private sealed class NoClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch;
    }
}

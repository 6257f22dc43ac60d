using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Kubernetes.Configuration;

/// <summary>
/// Reads one kubeconfig file, in YAML or JSON. Fields that are not known are passed over, as kubectl does. Paths in it are relative to its
/// folder, the command of a plugin only if it is a path.
/// </summary>
public static class KubeconfigReader
{
    /// <summary>Most bytes of a kubeconfig file.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private static readonly string[] PluginVersions =
        ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1", "client.authentication.k8s.io/v1alpha1"];

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="content">UTF-8.</param>
    /// <param name="path">The file, absolute: the base of relative paths.</param>
    /// <param name="shown">What messages call the file: the path as the user gave it.</param>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.MalformedConfig"/>: it cannot be read, or a field has a value of the wrong kind. Values are not quoted.
    /// </exception>
    public static Kubeconfig Read(ReadOnlyMemory<byte> content, string path, string shown)
    {
        Value document;
        try
        {
            document = KubernetesYaml.Read(content, KubernetesYamlOptions.Chart);
        }
        catch (SecretsKitException failure)
        {
            throw new SecretsKitException(
                ErrorCode.MalformedConfig, DisplayText.Message($"error loading config file \"{shown}\": {failure.Message}"), failure);
        }

        if (document.IsNil)
        {
            return Kubeconfig.Empty;
        }

        var source = new Source(path, shown);
        var root = source.Fields(document, "the file");
        return new()
        {
            Clusters = Named(root, "clusters", "cluster", entry => Cluster(entry, source)),
            Users = Named(root, "users", "user", entry => User(entry, source)),
            Contexts = Named(root, "contexts", "context", Context),
            CurrentContext = root.Text("current-context"),
        };
    }

    // Of entries with the same name in one file the last counts.
    private static Dictionary<string, T> Named<T>(Fields root, string list, string field, Func<Fields, T> read)
    {
        var all = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var entry in root.List(list))
        {
            all[entry.Text("name")] = read(entry.Map(field));
        }

        return all;
    }

    private static KubeCluster Cluster(Fields entry, Source source) => new()
    {
        Server = entry.Text("server"),
        CertificateAuthority = Content(entry, "certificate-authority", source),
        SkipsVerification = entry.Flag("insecure-skip-tls-verify"),
        TlsServerName = entry.Text("tls-server-name"),
        ProxyUrl = entry.Text("proxy-url"),
        DisablesCompression = entry.Flag("disable-compression"),
    };

    private static KubeContext Context(Fields entry) => new()
    {
        Cluster = entry.Text("cluster"),
        User = entry.Text("user"),
        Namespace = entry.Text("namespace"),
    };

    private static KubeUser User(Fields entry, Source source) => new()
    {
        ClientCertificate = Content(entry, "client-certificate", source),
        ClientKey = Content(entry, "client-key", source),
        Token = entry.Text("token"),
        TokenFile = entry.Text("tokenFile") is { Length: > 0 } file ? source.Resolve(file) : "",
        Username = entry.Text("username"),
        Password = entry.Text("password"),
        Impersonation = new(
            entry.Text("as"),
            entry.Texts("as-groups"),
            entry.Text("as-uid"),
            [
                .. entry.Map("as-user-extra").Names().SelectMany(name => entry.Map("as-user-extra").Texts(name)
                    .Select(value => KeyValuePair.Create(name, value))),
            ]),
        Exec = entry.Has("exec") ? Plugin(entry.Map("exec"), source) : null,
        AuthProvider = entry.Map("auth-provider").Text("name"),
    };

    private static ExecPlugin Plugin(Fields entry, Source source)
    {
        var version = entry.Text("apiVersion");
        if (!PluginVersions.Contains(version))
        {
            throw source.Wrong(
                entry.Path + ".apiVersion", $"{DisplayText.Field(version)} is not a known version of credential plugins");
        }

        var command = entry.Text("command");
        return new()
        {
            Command = command.Contains(Path.DirectorySeparatorChar) ? source.Resolve(command) : command,
            Arguments = entry.Texts("args"),
            Variables = [.. entry.List("env").Select(one => KeyValuePair.Create(one.Text("name"), one.Text("value")))],
            ApiVersion = version,
            InstallHint = entry.Text("installHint").Trim(),
            ProvidesClusterInfo = entry.Flag("provideClusterInfo"),
            Interaction = entry.Text("interactiveMode") switch
            {
                "Never" => ExecInteraction.Never,
                "Always" => ExecInteraction.Always,
                _ => ExecInteraction.IfAvailable,
            },
        };
    }

    // Data in the file count before a path.
    private static ConfigContent Content(Fields entry, string name, Source source) => entry.Text(name + "-data") is { Length: > 0 } data
        ? ConfigContent.Of(source.Decode(data, entry.Path + "." + name + "-data"))
        : entry.Text(name) is { Length: > 0 } file ? ConfigContent.In(source.Resolve(file)) : ConfigContent.None;

    // A file as far as messages and relative paths need it.
    private sealed class Source(string path, string shown)
    {
        private readonly string _folder = Path.GetDirectoryName(path) ?? "";

        public Fields Fields(Value value, string place) => value.IsNil
            ? new(null, place, this)
            : new(value.AsMap ?? throw Wrong(place, "a map is expected"), place, this);

        public string Resolve(string file) => Path.GetFullPath(file, _folder);

        public byte[] Decode(string text, string place)
        {
            try
            {
                return Convert.FromBase64String(text);
            }
            catch (FormatException)
            {
                throw Wrong(place, "this is not base64");
            }
        }

        public SecretsKitException Wrong(string place, string problem) => new(
            ErrorCode.MalformedConfig, DisplayText.Message($"error loading config file \"{shown}\": {place}: {problem}"));
    }

    // The fields of a map of the file, by name. A missing map has no fields.
    private sealed class Fields(MapValue? map, string path, Source source)
    {
        public string Path => path;

        public bool Has(string name) => !Value(name).IsNil;

        public IEnumerable<string> Names() => map is null ? [] : map.SortedKeys.ToArray().Select(key => key.RevealText());

        public string Text(string name) => Text(Value(name), Of(name));

        public bool Flag(string name)
        {
            var value = Value(name);
            return !value.IsNil
                && (value.Kind == GoKind.Bool ? value.Boolean : throw source.Wrong(Of(name), "true or false is expected"));
        }

        public Fields Map(string name) => source.Fields(Value(name), Of(name));

        public IEnumerable<Fields> List(string name)
        {
            var items = Items(name);
            for (var at = 0; at < items.Length; at++)
            {
                yield return source.Fields(items[at], $"{Of(name)}[{at}]");
            }
        }

        public List<string> Texts(string name) => [.. Items(name).Select((item, at) => Text(item, $"{Of(name)}[{at}]"))];

        // Where a text is expected, kubectl takes numbers and truth values by their text, too.
        private string Text(Value value, string place) => value.IsNil ? ""
            : ScalarText.TryOf(value, out var text) ? text
            : throw source.Wrong(place, "a text is expected");

        private Value[] Items(string name)
        {
            var value = Value(name);
            return value.IsNil ? [] : value.AsList?.Items.ToArray() ?? throw source.Wrong(Of(name), "a list is expected");
        }

        private string Of(string name) => $"{path}.{name}";

        private Value Value(string name) => map is not null && map.TryGet(new ByteString(Encoding.UTF8.GetBytes(name)), out var value)
            ? value
            : default;
    }
}

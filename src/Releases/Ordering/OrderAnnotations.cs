using System.Globalization;
using SecretsKit.Core.Display;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Ordering;

/// <summary>
/// Reads the annotations that order objects. Ours: <c>secretskit.io/weight</c> (a whole number), <c>secretskit.io/depends-on</c> (objects
/// of the release) and <c>secretskit.io/wait-for</c> (objects of others), both as <c>[NAMESPACE/]KIND[.GROUP]/NAME[=present]</c>,
/// separated by commas. Nelm's, on request: <c>werf.io/weight</c>, <c>werf.io/deploy-dependency-ID</c> and
/// <c>ID.external-dependency.werf.io/resource</c>.
/// </summary>
internal static class OrderAnnotations
{
    private const string Own = "secretskit.io/";
    private const string Nelm = "werf.io/";
    private const string Dependency = Nelm + "deploy-dependency-";
    private const string External = ".external-dependency." + Nelm;
    private const string Form = "[NAMESPACE/]KIND[.GROUP]/NAME, as Job/migrate or Cluster.db.example.com/main; =present behind it if it "
        + "need not be ready";

    /// <summary>Whether a manifest may have such annotations: the text occurs in it.</summary>
    public static bool MayBeIn(ReadOnlySpan<byte> manifest, OrderNames names) =>
        manifest.IndexOf("secretskit.io/"u8) >= 0 || (names == OrderNames.OwnAndNelm && manifest.IndexOf("werf.io/"u8) >= 0);

    /// <summary>Reads those of an object.</summary>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.MalformedDocument"/>: one of them is wrong.</exception>
    public static ObjectOrder Read(ReleaseObject item, OrderNames names)
    {
        var weight = 0;
        var (needs, external) = (new List<OrderNeed>(), new List<OrderNeed>());
        foreach (var (key, text) in All(item))
        {
            switch (key)
            {
                case Own + "weight":
                case Nelm + "weight" when names == OrderNames.OwnAndNelm:
                    weight = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                        ? number
                        : throw Wrong(item, key, text, "write a whole number: lower weights come first");
                    break;
                case Own + "depends-on":
                    needs.AddRange(Words(item, key, text).Select(need => need with { IsRequired = true }));
                    break;
                case Own + "wait-for":
                    external.AddRange(Words(item, key, text));
                    break;
                default:
                    if (names == OrderNames.OwnAndNelm)
                    {
                        ReadNelm(item, key, text, needs, external);
                    }

                    break;
            }
        }

        return new(weight, needs, external);
    }

    private static List<(string Key, string Text)> All(ReleaseObject item)
    {
        var found = new List<(string, string)>();
        if (ObjectTree.Metadata(item.Manifest)[new("annotations")].AsMap is not { } annotations)
        {
            return found;
        }

        foreach (var (key, value) in annotations.Entries)
        {
            if (value.IsString)
            {
                found.Add((key.RevealText(), new ByteString(value.StringBytes.AsMemory()).RevealText()));
            }
        }

        return found;
    }

    private static IEnumerable<OrderNeed> Words(ReleaseObject item, string key, string text)
    {
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            NeedState? state = equals < 0 ? NeedState.Ready : StateOf(word[(equals + 1)..].Trim());
            var parts = (equals < 0 ? word : word[..equals].Trim()).Split('/');
            if (state is not { } wanted || parts.Length is not (2 or 3) || Array.Exists(parts, part => part.Length == 0))
            {
                throw Wrong(item, key, word, $"write {Form}");
            }

            yield return new(Selector(parts[^2], parts.Length == 3 ? parts[0] : item.Reference.Namespace, parts[^1]), wanted, word);
        }
    }

    // A kind with the group behind a dot, and perhaps the version before it.
    private static ObjectSelector Selector(string type, string place, string name)
    {
        var dot = type.IndexOf('.', StringComparison.Ordinal);
        return new(dot < 0 ? type : type[..dot], dot < 0 ? "" : type[(dot + 1)..], "", place, name) { HasGroup = dot >= 0 };
    }

    private static NeedState? StateOf(string word) => word switch
    {
        "ready" => NeedState.Ready,
        "present" => NeedState.Present,
        _ => null,
    };

    private static void ReadNelm(ReleaseObject item, string key, string text, List<OrderNeed> needs, List<OrderNeed> external)
    {
        if (key.StartsWith(Dependency, StringComparison.Ordinal))
        {
            needs.Add(NelmNeed(item, key, text));
        }
        else if (key.EndsWith(External + "resource", StringComparison.Ordinal))
        {
            var parts = text.Split('/');
            if (parts.Length != 2 || parts[0].Length == 0 || parts[1].Length == 0)
            {
                throw Wrong(item, key, text, "write TYPE[.VERSION.GROUP]/NAME, as deployment.v1.apps/db");
            }

            var namespaceKey = key[..^"resource".Length] + "namespace";
            var place = ObjectTree.Mark(item.Manifest, "annotations", namespaceKey) is { Length: > 0 } named
                ? named
                : item.Reference.Namespace;
            var type = parts[0].Split('.', 3);
            var selector = type.Length == 3
                ? new ObjectSelector(type[0], type[2], type[1], place, parts[1]) { HasGroup = true }
                : Selector(parts[0], place, parts[1]);
            external.Add(new(selector, NeedState.Ready, text));
        }
    }

    private static OrderNeed NelmNeed(ReleaseObject item, string key, string text)
    {
        NeedState? state = null;
        var selector = new ObjectSelector("", "", "", "", "");
        foreach (var pair in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            var (field, value) = equals < 0 ? (pair, "") : (pair[..equals].Trim(), pair[(equals + 1)..].Trim());
            switch (field)
            {
                case "state":
                    state = StateOf(value);
                    break;
                case "name":
                    selector = selector with { Name = value };
                    break;
                case "namespace":
                    selector = selector with { Namespace = value };
                    break;
                case "kind":
                    selector = selector with { Type = value };
                    break;
                case "group":
                    selector = selector with { Group = value, HasGroup = true };
                    break;
                case "version":
                    selector = selector with { Version = value };
                    break;
                default:
                    throw Wrong(item, key, text, "write state=ready or state=present, and name, namespace, kind, group or version");
            }
        }

        return state is { } wanted && selector != new ObjectSelector("", "", "", "", "")
            ? new(selector, wanted, text)
            : throw Wrong(item, key, text, "write state=ready or state=present, and at least one of name, namespace, kind, group, version");
    }

    private static SecretsKitException Wrong(ReleaseObject item, string key, string text, string hint) =>
        new(
            ErrorCode.MalformedDocument,
            DisplayText.Message($"{item.Reference.ToString()}: annotation {key}: \"{text}\" is not understood"))
        {
            Hint = hint,
        };
}

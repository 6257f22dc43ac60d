using System.Collections.Concurrent;
using SecretsKit.Charts.Schema;
using SecretsKit.Charts.Schema.Compilation;
using SecretsKit.Charts.Schema.Evaluation;
using SecretsKit.Platform;
using SecretsKit.Platform.Http;
using SecretsKit.Templating.Errors;

namespace SecretsKit.Charts.Validation;

/// <summary>
/// The schemas of kinds, from the first of some locations that has one: each is read and compiled once, when a resource needs it. Safe on
/// all threads.
/// </summary>
public sealed class KubernetesSchemas
{
    private const string NamePunctuation = "-._";

    private readonly IReadOnlyList<SchemaLocation> _locations;
    private readonly SchemaReader _reader;
    private readonly Action<ResourceIdentity, string>? _log;
    private readonly ConcurrentDictionary<string, Lazy<SchemaLookup>> _known = new(StringComparer.Ordinal);

    /// <summary>Reads nothing yet.</summary>
    /// <param name="locations">In the order in which they are asked.</param>
    /// <param name="environment">Resolves paths.</param>
    /// <param name="server">The network. It is used only if a location is on a server.</param>
    /// <param name="log">Gets lines about which schemas are used for which kinds, on any thread; null for none.</param>
    /// <param name="ct">Ends it.</param>
    public KubernetesSchemas(
        IReadOnlyList<SchemaLocation> locations, HostEnvironment environment, SchemaServer server,
        Action<ResourceIdentity, string>? log, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(locations);
        _locations = locations;
        _reader = new(environment, locations.Any(location => location.IsRemote) ? server : null, ct);
        _log = log;
    }

    /// <summary>The schema of a kind.</summary>
    internal SchemaLookup Find(ResourceIdentity identity) =>
        _known.GetOrAdd(identity.FullKind, _ => new(() => Search(identity))).Value;

    // Names come from documents, which may be anybody's: none of them may lead to another folder or server.
    private static bool IsName(string text) =>
        text is not ("" or "." or "..") && text.All(letter =>
            char.IsAsciiLetterOrDigit(letter) || NamePunctuation.Contains(letter, StringComparison.Ordinal));

    private SchemaLookup Search(ResourceIdentity identity)
    {
        if (!IsName(identity.Kind) || !identity.ApiVersion.Split('/').All(IsName))
        {
            return SchemaLookup.None;
        }

        foreach (var location in _locations)
        {
            if (At(location, identity) is { } found)
            {
                return found;
            }
        }

        return SchemaLookup.None;
    }

    // Null where the next location is to be asked.
    private SchemaLookup? At(SchemaLocation location, ResourceIdentity identity)
    {
        SchemaText text;
        try
        {
            text = _reader.Read(location.For(identity));
        }
        catch (TemplateException failure)
        {
            return new(null, failure.Message);
        }

        if (text.Problem is { } problem)
        {
            return new(null, problem);
        }

        if (text.Content is not { } content)
        {
            _log?.Invoke(identity, $"could not find schema at {HttpUrl.Mask(text.Url)}");
            return null;
        }

        try
        {
            return Compile(identity, text.Url, content);
        }
        catch (SchemaException failure)
        {
            _log?.Invoke(identity, $"schema at {HttpUrl.Mask(text.Url)} cannot be used: {failure.Message}");
            return null;
        }
        catch (SchemaCostException failure)
        {
            return Unusable(text.Url, failure.Message);
        }
    }

    private static SchemaLookup Unusable(string url, string problem) =>
        new(null, $"schema at {HttpUrl.Mask(url)} cannot be used: {problem}");

    private SchemaLookup Compile(ResourceIdentity identity, string url, byte[] content)
    {
        Core.Data.Value root;
        try
        {
            root = SchemaJson.Parse(content);
        }
        catch (SchemaException failure) when (failure.IsLimit)
        {
            return Unusable(url, failure.Message);
        }
        catch (SchemaException failure) when (!SchemaReader.IsRemote(url))
        {
            return new(null, failure.Message);
        }

        var schema = JsonSchema.Compile(root, url, new References(_reader, url), KubernetesFormats.Rules);
        _log?.Invoke(identity, $"using schema found at {HttpUrl.Mask(url)}");
        return new(schema, null) { Url = url };
    }

    /// <summary>What schemas refer to: one of a server has no business with files of this machine.</summary>
    private sealed class References(SchemaReader reader, string from) : ISchemaResolver
    {
        public SchemaSource Find(string url)
        {
            var isFile = url.StartsWith("file:", StringComparison.Ordinal);
            if ((isFile && SchemaReader.IsRemote(from)) || !(isFile || SchemaReader.IsRemote(url)))
            {
                return SchemaSource.Refused("only schemas of the same kind of place are read");
            }

            var text = reader.Read(url);
            return text.Content is { } content ? SchemaSource.Found(content)
                : SchemaSource.Refused(text.Problem ?? "could not find schema");
        }
    }
}

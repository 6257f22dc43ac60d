using System.Globalization;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Operations;
using SecretsKit.Cli.Signing;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Display;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Providers.Stores.Manifests;
using SecretsKit.Repository.Files;

namespace SecretsKit.Cli.Stores;

/// <summary>An object of a manifest. Not a record: it may be a Secret.</summary>
/// <param name="file">The file that it is from, as typed.</param>
/// <param name="tree">The object.</param>
internal sealed class GivenObject(string file, MapValue tree)
{
    /// <summary>The file that it is from, as typed.</summary>
    public string File { get; } = file;

    /// <summary>The object.</summary>
    public MapValue Tree { get; } = tree;

    /// <summary>Its text in the file; null where that cannot be said.</summary>
    public GivenText? Text { get; init; }

    /// <summary>Its group and version, or empty.</summary>
    public string ApiVersion => Tree.TextOf("apiVersion");

    /// <summary>Its kind, or empty.</summary>
    public string Kind => Tree.TextOf("kind");

    /// <summary>Its name, or empty.</summary>
    public string Name => Metadata.TextOf("name");

    /// <summary>Its namespace, or empty.</summary>
    public string Namespace => Metadata.TextOf("namespace");

    /// <summary>Its metadata, or null.</summary>
    public MapValue? Metadata => Tree.At("metadata");

    /// <summary>What it is, never what it holds.</summary>
    public override string ToString() => $"GivenObject({Kind} {Name})";
}

/// <summary>
/// Reads objects from files, folders and standard input. Files that SOPS encrypted are decrypted in memory. Nothing is written.
/// </summary>
/// <param name="context">Of the run.</param>
internal sealed class GivenManifests(VerbContext context)
{
    /// <summary>Whether encrypted files are read as they are, which needs no key. Default no.</summary>
    public bool KeepsEncrypted { get; init; }

    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];
    private static readonly KubernetesYamlOptions Reading = new() { KeepsIntegers = true, QuotesContent = false };

    /// <summary>All objects of some paths, in the order of the paths, files of a folder by name.</summary>
    /// <exception cref="SecretsKitException">A file is missing, cannot be decrypted, or is no manifest.</exception>
    public async ValueTask<IReadOnlyList<GivenObject>> ReadAsync(IEnumerable<string> paths, CancellationToken ct)
    {
        var found = new List<GivenObject>();
        foreach (var path in paths)
        {
            foreach (var file in Files(path))
            {
                await ReadFileAsync(file, found, ct);
            }
        }

        return found;
    }

    /// <summary>The files that some paths stand for, folders opened.</summary>
    public IEnumerable<string> FilesOf(IEnumerable<string> paths) => paths.SelectMany(Files);

    private IEnumerable<string> Files(string path) =>
        path != InputFile.Dash && Directory.Exists(context.Host.Environment.ResolvePath(path))
            ? Directory.EnumerateFiles(context.Host.Environment.ResolvePath(path), "*", SearchOption.AllDirectories)
                .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal)
                .Select(file => Path.Combine(path, Path.GetRelativePath(context.Host.Environment.ResolvePath(path), file)))
            : [path];

    private async ValueTask ReadFileAsync(string file, List<GivenObject> found, CancellationToken ct)
    {
        var shown = file == InputFile.Dash ? "standard input" : file;
        var input = await ReadAsync(file, ct);
        var firstLine = 1;
        try
        {
            var format = FileFormat.Of(null, file == InputFile.Dash ? "stdin.yaml" : file);
            var texts = GivenText.Split(input.Content);
            if (!KeepsEncrypted && EncryptedFile.LoadIfEncrypted(input.Content, format, out var actual) is { } encrypted)
            {
                var trees = (await DecryptAsync(file, encrypted, actual, ct)).ToList();
                for (var at = 0; at < trees.Count; at++)
                {
                    Add(trees[at], trees.Count == texts.Count ? texts[at] : null);
                }
            }
            else
            {
                foreach (var text in texts)
                {
                    Add(Read(text).AsMap, text);
                }
            }
        }
        catch (DocumentException failure)
        {
            var place = failure.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{shown}:{firstLine + failure.Line - 1}") : shown;
            throw new SecretsKitException(ErrorCode.MalformedDocument, DisplayText.Message($"{place}: {failure.Problem}"), failure)
            {
                Hint = "expected manifests of Kubernetes, as YAML or JSON",
            };
        }

        Value Read(GivenText text)
        {
            try
            {
                return Parse(text.Content);
            }
            catch (DocumentException)
            {
                firstLine = text.FirstLine;
                throw;
            }
        }

        void Add(MapValue? tree, GivenText? text)
        {
            foreach (var (item, place) in tree is null ? [] : Items(tree))
            {
                found.Add(new(shown, WithPathsBeside(file, item)) { Text = text?.Below(place) });
            }
        }
    }

    private async ValueTask<InputFile> ReadAsync(string file, CancellationToken ct)
    {
        try
        {
            return await context.ReadAsync(file, ct);
        }
        catch (SecretsKitException failure) when (failure.Code is ErrorCode.FileNotFound or ErrorCode.FileUnreadable)
        {
            throw new SecretsKitException(failure.Code, DisplayText.Message($"{file}: {failure.Problem}"), failure) { Hint = failure.Hint };
        }
    }

    private async ValueTask<IEnumerable<MapValue>> DecryptAsync(
        string file, EncryptedFile encrypted, DocumentFormat format, CancellationToken ct)
    {
        encrypted.Metadata.CheckVersion();
        context.CheckSignature(file == InputFile.Dash ? "" : file, encrypted, SignatureUse.Work);
        using var decrypted = await DecryptedFile.DecryptAsync(encrypted, context.Host.LocalKeyRing(), DecryptionRequest.Default, ct);

        // Dates and numbers are what their text is read as.
        return [.. decrypted.Plain.Tree.Branches
            .Select(root => KubernetesYaml.Read(new PlainFile(new([root])).Serialize(DocumentFormat.Yaml, new()), Reading).AsMap)
            .OfType<MapValue>()];
    }

    // Programs write characters of JSON in halves, which YAML does not know.
    private static Value Parse(ReadOnlyMemory<byte> text)
    {
        try
        {
            return KubernetesYaml.Read(text, Reading);
        }
        catch (DocumentException) when (text.Span.TrimStart(" \t\r\n"u8) is [(byte)'{', ..] && GoJson.TryParse(text.Span, out _, out _))
        {
            return GoJson.Parse(text.Span);
        }
    }

    // The path of a store's file is one from the manifest: what a manifest says must not depend on where a command runs.
    private static MapValue WithPathsBeside(string file, MapValue tree)
    {
        if (StoreManifest.IsStore(tree) && tree.At("spec", "provider", "sopsFile") is { } settings
            && settings.TextOf("path") is { Length: > 0 } path
            && Path.GetDirectoryName(file) is { Length: > 0 } folder)
        {
            settings.Set(new ByteString("path"), Value.Of(Path.Combine(folder, path)));
        }

        return tree;
    }

    // Lists, as kubectl prints them, hold objects.
    private static IEnumerable<(MapValue Item, int Place)> Items(MapValue tree)
    {
        if (tree.TextOf("kind").EndsWith("List", StringComparison.Ordinal)
            && tree[new ByteString("items")].AsList is { } list)
        {
            for (var at = 0; at < list.Items.Length; at++)
            {
                if (list.Items[at].AsMap is { } item)
                {
                    yield return (item, at);
                }
            }
        }
        else
        {
            yield return (tree, -1);
        }
    }
}

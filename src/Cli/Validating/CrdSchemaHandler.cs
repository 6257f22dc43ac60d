using SecretsKit.Charts.Validation;
using SecretsKit.Charts.Validation.Definitions;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Http;

namespace SecretsKit.Cli.Validating;

/// <summary>Makes schemas of definitions and writes them.</summary>
internal sealed class CrdSchemaHandler(VerbContext context)
{
    private const string Input = "-";

    /// <summary>Writes the schemas, once all definitions could be read.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(CrdSchemaRequest request, CancellationToken ct)
    {
        var schemas = new SortedDictionary<string, CrdSchema>(StringComparer.Ordinal);
        foreach (var place in request.Places)
        {
            var found = 0;
            foreach (var (source, text) in await ReadAsync(place, ct))
            {
                foreach (var schema in Read(source, text, request.Options))
                {
                    found++;
                    Add(schemas, schema, request.Format);
                }
            }

            if (found == 0)
            {
                throw new SecretsKitException(ErrorCode.EmptyDocument, $"there is no CustomResourceDefinition in {place}")
                {
                    Hint = "name a file, a folder or a URL with documents of this kind",
                };
            }
        }

        foreach (var (name, schema) in schemas)
        {
            Write(request.Folder, name, schema);
        }

        return ExitCodes.Success;
    }

    private static void Add(SortedDictionary<string, CrdSchema> schemas, CrdSchema schema, string format)
    {
        var name = schema.FileName(format);
        if (schemas.TryGetValue(name, out var other)
            && (other.Group, other.Kind, other.Version) != (schema.Group, schema.Kind, schema.Version))
        {
            throw new SecretsKitException(
                ErrorCode.Usage,
                $"{other.Kind} {other.Version} of {other.Group} and {schema.Kind} {schema.Version} of {schema.Group} would both be {name}")
            {
                Hint = "--filename-format '{fullgroup}/{kind}_{version}' tells them apart",
            };
        }

        schemas[name] = schema;
    }

    private static IReadOnlyList<CrdSchema> Read(string source, ReadOnlyMemory<byte> text, CrdSchemaOptions options)
    {
        try
        {
            return CrdSchemas.Read(text, options);
        }
        catch (SecretsKitException failure)
        {
            throw failure.WithPrefix($"{source}: ");
        }
    }

    private async Task<IReadOnlyList<(string Source, ReadOnlyMemory<byte> Text)>> ReadAsync(string place, CancellationToken ct)
    {
        if (place == Input)
        {
            return [("stdin", await FileReader.ReadAsync(context.Host.Input, "stdin", FileReader.DefaultLimit, ct))];
        }

        if (HttpUrl.IsMeantBy(place))
        {
            return [(HttpUrl.Mask(place), await FetchAsync(place, ct))];
        }

        // A file that is named is read whatever its name says.
        return FileKinds.Of(context.Host.Environment.ResolvePath(place), followsLink: true) == FileKind.Folder
            ? [.. new ManifestFiles(context.Host.Environment, []).Read([place]).Select(Text)]
            : [(place, await FileReader.ReadAsync(context.Host.Environment, place, ct))];
    }

    private static (string Source, ReadOnlyMemory<byte> Text) Text(ManifestInput input) => input.Problem is { } problem
        ? throw new SecretsKitException(ErrorCode.FileUnreadable, $"{problem}")
        : (input.Source, input.Text);

    private async Task<byte[]> FetchAsync(string url, CancellationToken ct)
    {
        var request = new HttpGet(HttpUrl.Parse(url))
        {
            UserAgent = "secretskit",
            MaxBytes = SchemaServer.MaxBytes,
            Compression = HttpCompression.Gzip,
        };
        var response = await context.Host.Http.GetAsync(request, ct);
        return response.IsFound
            ? response.Content
            : throw new SecretsKitException(ErrorCode.General, $"{HttpUrl.Mask(url)}: the server answers {response.StatusText}");
    }

    private void Write(string folder, string name, CrdSchema schema)
    {
        var path = folder == "." ? name : $"{folder.TrimEnd('/')}/{name}";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(context.Host.Environment.ResolvePath(path))!);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SecretsKitException(
                ErrorCode.FileUnwritable, $"the folder of {path} cannot be made: a file is in its place, or it may not be written");
        }

        AtomicFile.Write(new()
        {
            Environment = context.Host.Environment,
            Path = path,
            Content = schema.Text,
            Kind = FileContentKind.Public,
        });
        context.Terminal.Print($"JSON schema written to {path}");
    }
}

using System.Text;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Merging;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Documents;

namespace SecretsKit.Charts.Values;

/// <summary>
/// What the user gives on the command line, as lists of each kind of source. Later kinds win, whatever the order of the arguments
/// (spec helm.md 2.1).
/// </summary>
public sealed record ValueSources
{
    /// <summary>Values files, read and decrypted.</summary>
    public IReadOnlyList<ValuesFile> Files { get; init; } = [];

    /// <summary>Arguments of <c>--set-json</c>.</summary>
    public IReadOnlyList<string> Json { get; init; } = [];

    /// <summary>Arguments of <c>--set</c>.</summary>
    public IReadOnlyList<string> Plain { get; init; } = [];

    /// <summary>Arguments of <c>--set-string</c>.</summary>
    public IReadOnlyList<string> Strings { get; init; } = [];

    /// <summary>Arguments of <c>--set-file</c>.</summary>
    public IReadOnlyList<string> FileContents { get; init; } = [];

    /// <summary>Arguments of <c>--set-literal</c>.</summary>
    public IReadOnlyList<string> Literals { get; init; } = [];

    /// <summary>Reads the file of a <c>--set-file</c>; its failures carry Go's texts (<c>open F: no such file or directory</c>).</summary>
    public Func<string, byte[]> ReadFile { get; init; } = static _ => throw new ChartException("no files can be read here");

    /// <summary>The paths of <see cref="ReadFile"/> whose contents were encrypted. Default none.</summary>
    public IReadOnlySet<string> SecretContents { get; init; } = new HashSet<string>();

    /// <summary>Whether contents of <see cref="ReadFile"/> or arguments were encrypted. Default false.</summary>
    public bool HasSecretContents { get; init; }

    /// <summary>Whether any of it was encrypted, so that findings must not quote values.</summary>
    public bool HoldsSecrets => HasSecretContents || Files.Any(file => file.IsSecret);

    /// <summary>Whether there is nothing.</summary>
    public bool IsEmpty => Files.Count + Json.Count + Plain.Count + Strings.Count + FileContents.Count + Literals.Count == 0;

    /// <summary>All laid over each other; a new map.</summary>
    /// <param name="generation">Whose rules count.</param>
    /// <param name="placeholder">
    /// Says what takes the place of each scalar that was encrypted, or that a flag gives to the name of a secret. Default: they stay.
    /// </param>
    /// <exception cref="ChartException">A source cannot be understood; the message is Helm's.</exception>
    public MapValue Merge(HelmGeneration generation, Func<Value, Value>? placeholder = null)
    {
        var values = new MapValue();
        foreach (var file in Files)
        {
            values = ValueMerge.Merge(values, Read(file, generation, placeholder));
        }

        values = ValueMerge.DeepCopy(values);
        var json = new SetParser(SetFlavour.Json(generation));
        foreach (var argument in Json)
        {
            values = ApplyJson(argument, json, values, generation);
        }

        Apply(Plain, "--set", SetFlavour.Plain(generation), values);
        Apply(Strings, "--set-string", SetFlavour.String(generation), values);
        Apply(FileContents, "--set-file", SetFlavour.File(generation, placeholder is null ? ReadFile : Placed), values);
        Apply(Literals, "--set-literal", SetFlavour.Literal(generation), values);
        return placeholder is null
            ? values
            : SecretPlaceholders.ForNamed(
                values, NamedSecretsOfArguments(generation).Select(secret => secret.Name).ToHashSet(StringComparer.Ordinal), placeholder);

        byte[] Placed(string path) => ReadFile(path) is var content && SecretContents.Contains(path.Trim())
            ? placeholder(Value.Of(content)).StringBytes
            : content;
    }

    /// <summary>Whether a value of it was encrypted, or a flag gives it to the name of a secret.</summary>
    public bool NamesSecrets(HelmGeneration generation) =>
        Files.Any(file => file.IsSecret) || SecretContents.Count > 0 || NamedSecretsOfArguments(generation).Count > 0;

    /// <summary>
    /// What flags give to names of secrets: paths of keys joined by dots, with the values. None of arguments that cannot be understood.
    /// </summary>
    public IReadOnlyList<(string Name, byte[] Secret)> NamedSecretsOfArguments(HelmGeneration generation)
    {
        var arguments = this with { Files = [], FileContents = [] };
        if (arguments.IsEmpty)
        {
            return [];
        }

        try
        {
            return [.. NamedSecrets.In(arguments.Merge(generation))];
        }
        catch (Exception failure) when (failure is ChartException or DocumentException)
        {
            return []; // Their use reports the error.
        }
    }

    /// <summary>
    /// The files that arguments of <c>--set-file</c> name, in order; of an argument that is malformed those before the fault.
    /// </summary>
    /// <param name="arguments">As given.</param>
    /// <param name="generation">Whose grammar counts.</param>
    public static IReadOnlyList<string> FilesNamedBy(IReadOnlyList<string> arguments, HelmGeneration generation)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        var paths = new List<string>();
        var parser = new SetParser(SetFlavour.File(generation, path =>
        {
            paths.Add(path);
            return [];
        }));
        foreach (var argument in arguments)
        {
            try
            {
                parser.Apply(Encoding.UTF8.GetBytes(argument), new MapValue());
            }
            catch (SetSyntaxException)
            {
                break; // Reported when the values are laid over each other.
            }
        }

        return paths;
    }

    /// <summary>The same one by one, those that win last: each file, then each kind of argument that is given.</summary>
    /// <param name="generation">Whose rules count.</param>
    /// <param name="placeholder">As for <see cref="Merge"/>.</param>
    /// <exception cref="ChartException">As for <see cref="Merge"/>.</exception>
    public IReadOnlyList<ValueLayer> Layers(HelmGeneration generation, Func<Value, Value>? placeholder = null)
    {
        var layers = Files.Select(file => new ValueLayer(file.Name, Read(file, generation, placeholder))).ToList();
        Add("--set-json", this with { Files = [], Plain = [], Strings = [], FileContents = [], Literals = [] });
        Add("--set", this with { Files = [], Json = [], Strings = [], FileContents = [], Literals = [] });
        Add("--set-string", this with { Files = [], Json = [], Plain = [], FileContents = [], Literals = [] });
        Add("--set-file", this with { Files = [], Json = [], Plain = [], Strings = [], Literals = [] });
        Add("--set-literal", this with { Files = [], Json = [], Plain = [], Strings = [], FileContents = [] });
        return layers;

        void Add(string name, ValueSources only)
        {
            if (!only.IsEmpty)
            {
                layers.Add(new(name, only.Merge(generation, placeholder)));
            }
        }
    }

    private static MapValue Read(ValuesFile file, HelmGeneration generation, Func<Value, Value>? placeholder)
    {
        if (placeholder is not null && file.IsSecret)
        {
            return file.WithPlaceholders?.Invoke(placeholder) ?? SecretPlaceholders.ForAll(Read(file, generation, null), placeholder);
        }

        try
        {
            // What is laid over it later must not change the caller's values.
            return file.Values is { } values ? ValueMerge.DeepCopy(values) : ValuesText.Read(file.Text, generation, file.IsSecret);
        }
        catch (ChartException failure)
        {
            throw new ChartException($"failed to parse {file.Name}: {failure.Message}", inner: failure)
            {
                Cause = new ChartCause(ChartFault.UnreadableValues, file.Name),
            };
        }
    }

    private static MapValue ApplyJson(string argument, SetParser parser, MapValue values, HelmGeneration generation)
    {
        var trimmed = argument.TrimStart();
        if (generation == HelmGeneration.V4 && trimmed.StartsWith('{'))
        {
            return GoJson.TryParse(Encoding.UTF8.GetBytes(trimmed), out var value, out _)
                ? ValueMerge.Merge(values, value.AsMap!)
                : throw new ChartException($"failed parsing --set-json data JSON: {argument}")
                {
                    Cause = new SetCause("--set-json", SetFault.Syntax),
                };
        }

        try
        {
            parser.Apply(Encoding.UTF8.GetBytes(argument), values);
            return values;
        }
        catch (SetSyntaxException failure)
        {
            throw new ChartException($"failed parsing --set-json data {argument}", inner: failure)
            {
                Cause = new SetCause("--set-json", failure.Fault),
            };
        }
    }

    private static void Apply(IReadOnlyList<string> arguments, string flag, SetFlavour flavour, MapValue values)
    {
        var parser = new SetParser(flavour);
        foreach (var argument in arguments)
        {
            try
            {
                parser.Apply(Encoding.UTF8.GetBytes(argument), values);
            }
            catch (SetSyntaxException failure)
            {
                throw new ChartException($"failed parsing {flag} data: {failure.Message}", inner: failure)
                {
                    Cause = new SetCause(flag, failure.Fault),
                };
            }
            catch (Core.Errors.SecretsKitException failure) when (flag == "--set-file")
            {
                throw new ChartException($"failed parsing {flag} data: {failure.Message}", inner: failure)
                {
                    Cause = new SetCause(flag, SetFault.File),
                };
            }
        }
    }
}

/// <summary>A values file.</summary>
/// <param name="Name">As the user wrote it, for messages.</param>
/// <param name="Text">Its text, decrypted.</param>
/// <param name="IsSecret">Whether it was encrypted, so that failures must not quote it.</param>
public sealed record ValuesFile(string Name, ReadOnlyMemory<byte> Text, bool IsSecret)
{
    /// <summary>The values where they are known without the text, which is empty then; null to read the text. Not changed.</summary>
    public MapValue? Values { get; init; }

    /// <summary>
    /// The values with something else in the place of each that was encrypted; null where that is not known: then every value of a secret
    /// file counts as encrypted.
    /// </summary>
    public Func<Func<Value, Value>, MapValue?>? WithPlaceholders { get; init; }
}

/// <summary>The values of one source.</summary>
/// <param name="Name">Its file as the user wrote it, or the flag.</param>
/// <param name="Values">What it gives.</param>
public sealed record ValueLayer(string Name, MapValue Values);

using SecretsKit.Charts.YamlSchemas.Data;

namespace SecretsKit.Charts.YamlSchemas.Validators;

/// <summary>A list; its items are what one of the inner validators wants.</summary>
internal sealed class ListValidator(ValidatorArguments arguments) : Validator(arguments)
{
    /// <inheritdoc/>
    protected override string Name => "list";

    /// <inheritdoc/>
    protected override bool Accepts(DataValue value) => value is ListValue;

    /// <inheritdoc/>
    protected override IEnumerable<string> Broken(DataValue value) => Bounds.OfLength(value, Arguments);
}

/// <summary>A map; its values are what one of the inner validators wants.</summary>
internal sealed class MapValidator(ValidatorArguments arguments) : Validator(arguments)
{
    /// <inheritdoc/>
    protected override string Name => "map";

    /// <inheritdoc/>
    protected override bool Accepts(DataValue value) => value is MapValue;

    /// <inheritdoc/>
    protected override IEnumerable<string> Broken(DataValue value) => Bounds.OfLength(value, Arguments).Concat(
        Arguments.Key is not { } key ? []
            : ((MapValue)value).Fields.Keys.SelectMany(key.Faults).Select(fault => "Key error - " + fault));
}

/// <summary>What one of the inner validators wants.</summary>
internal sealed class AnyValidator(ValidatorArguments arguments) : Validator(arguments)
{
    /// <inheritdoc/>
    protected override string Name => "any";

    /// <inheritdoc/>
    protected override bool Accepts(DataValue value) => true;
}

/// <summary>One value or a list of values, each of which is what one of the inner validators wants.</summary>
internal sealed class SubsetValidator(ValidatorArguments arguments) : Validator(arguments)
{
    /// <inheritdoc/>
    protected override string Name => "subset";

    /// <inheritdoc/>
    protected override bool Accepts(DataValue value) =>
        Arguments.IsOn("allow_empty", whenMissing: false) || value is not (NullValue or ListValue { Items.Count: 0 });

    /// <inheritdoc/>
    protected override string Refusal(DataValue value) => $"'{DataText.Of(value)}' may not be an empty set.";
}

/// <summary>What a part of the schema with a name wants.</summary>
internal sealed class IncludeValidator(ValidatorArguments arguments) : Validator(arguments)
{
    /// <summary>The name.</summary>
    public string Included { get; } = arguments.Texts.FirstOrDefault() ?? "";

    /// <summary>Whether unknown fields in it are refused; null where that is as around it.</summary>
    public bool? IsStrict => Arguments.Keywords.ContainsKey("strict") ? Arguments.IsOn("strict", whenMissing: true) : null;

    /// <inheritdoc/>
    protected override string Name => "include";

    /// <inheritdoc/>
    protected override bool Accepts(DataValue value) => true;
}

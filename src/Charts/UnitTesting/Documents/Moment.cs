using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.UnitTesting.Documents;

/// <summary>A scalar that is a moment, such as <c>2024-01-02</c>.</summary>
/// <param name="time">Which.</param>
/// <param name="written">As the document has it.</param>
internal sealed class Moment(Timestamp time, string written) : GoObject
{
    private static readonly GoType TimeType = GoType.Named("time.Time", GoKind.Struct);

    /// <inheritdoc/>
    public override GoType Type => TimeType;

    /// <summary>As the document has it.</summary>
    public string Written => written;

    /// <inheritdoc/>
    public override Value? JsonForm => Value.Of(time.ToRfc3339Nano());

    /// <inheritdoc/>
    public override bool? IsEqualTo(GoObject other) => other is Moment moment && moment.Instant.SameInstant(time);

    private Timestamp Instant => time;
}

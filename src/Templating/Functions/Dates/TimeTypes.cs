using SecretsKit.Core.Data;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Templating.Functions.Dates;

/// <summary>The types of Go's <c>time</c> package that templates meet.</summary>
internal static class TimeTypes
{
    public static GoType Time { get; } = GoType.Named("time.Time", GoKind.Struct);

    public static GoType Duration { get; } = GoType.Named("time.Duration", GoKind.Int64);

    public static GoType Month { get; } = GoType.Named("time.Month", GoKind.Int);

    public static GoType Weekday { get; } = GoType.Named("time.Weekday", GoKind.Int);

    public static GoType Location { get; } = GoType.Named("*time.Location", GoKind.Ptr);

    /// <summary>A parameter of type <c>time.Time</c>.</summary>
    public static ParameterType TimeParameter { get; } = new(Time);

    /// <summary>A parameter of type <c>time.Duration</c>.</summary>
    public static ParameterType DurationParameter { get; } = new(Duration);
}

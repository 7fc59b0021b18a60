using Xunit;

// Most of these tests wait for deadlines: so many go on at once, each class with a browser of its own or in one of the lanes below.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]

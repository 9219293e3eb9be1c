/// Enums: packing, matching by value and by reference, guards, nesting, bytes.
module scenarios::enums;

public enum Shape has copy, drop, store {
    Empty,
    Circle(u64),
    Rectangle { width: u64, height: u64 },
    Labelled(vector<u8>, vector<u64>),
}

public enum Tree has copy, drop, store {
    Leaf(u64),
    Children(vector<u64>),
}

public enum Either<L, R> has copy, drop, store {
    Left(L),
    Right(R),
}

public enum Step has drop {
    Push(u64),
    Add,
    Mul,
    Drop,
}

public enum Level has copy, drop {
    Low,
    Middle,
    High,
}

public fun make(kind: u8, a: u64, b: u64): Shape {
    match (kind) {
        0 => Shape::Empty,
        1 => Shape::Circle(a),
        2 => Shape::Rectangle { width: a, height: b },
        3 => Shape::Labelled(b"label", vector[a, b]),
        _ => abort 5,
    }
}

public fun area(kind: u8, a: u64, b: u64): u64 {
    match (make(kind, a, b)) {
        Shape::Empty => 0,
        Shape::Circle(r) => 3 * r * r,
        Shape::Rectangle { width, height } if (width == height) => width * width + 1000,
        Shape::Rectangle { width, height } => width * height,
        Shape::Labelled(_, sides) => sides.fold!(0, |sum, s| sum + s),
    }
}

public fun grow(kind: u8, a: u64, b: u64): vector<u8> {
    let mut s = make(kind, a, b);
    match (&mut s) {
        Shape::Empty => (),
        Shape::Circle(r) => *r = *r + 1,
        Shape::Rectangle { width, .. } => *width = *width * 2,
        Shape::Labelled(text, sides) => {
            text.push_back(33);
            sides.push_back(7);
        },
    };
    std::bcs::to_bytes(&s)
}

public fun describe(kind: u8): vector<u8> {
    let s = make(kind, 1, 2);
    let by_reference = match (&s) {
        Shape::Empty => b"empty",
        Shape::Circle(_) => b"circle",
        Shape::Rectangle { .. } => b"rectangle",
        Shape::Labelled(text, _) => *text,
    };
    by_reference
}

public fun replace(kind: u8): Shape {
    let mut s = make(kind, 1, 2);
    if (kind != 0) s = Shape::Empty else *&mut s = Shape::Circle(9);
    s
}

public fun bytes_of_all(): vector<u8> {
    let mut bytes = vector[];
    4u8.do!(|kind| bytes.append(std::bcs::to_bytes(&make(kind, 258, 3))));
    bytes
}

public fun either(left: bool, n: u64): vector<u8> {
    let e: Either<u64, vector<Either<bool, u8>>> = if (left) Either::Left(n) else Either::Right(vector[Either::Left(true), Either::Right(7)]);
    std::bcs::to_bytes(&e)
}

public fun nested_match(left: bool, kind: u8): u64 {
    let e: Either<Shape, Tree> = if (left) Either::Left(make(kind, 4, 5)) else Either::Right(if (kind == 0) Tree::Leaf(8) else Tree::Children(vector[1, 2, 3]));
    match (e) {
        Either::Left(Shape::Circle(r)) => r,
        Either::Left(Shape::Rectangle { width, height: 5 }) => width * 10,
        Either::Left(_) => 1,
        Either::Right(Tree::Leaf(n)) if (*n > 5) => n * 100,
        Either::Right(Tree::Leaf(n)) => n,
        Either::Right(Tree::Children(v)) => v.length(),
    }
}

public fun machine(input: vector<u64>): u64 {
    let mut stack = vector<u64>[];
    let mut steps = vector[Step::Add, Step::Mul, Step::Add, Step::Drop];
    input.do!(|n| steps.push_back(Step::Push(n)));
    steps.push_back(Step::Mul);
    steps.push_back(Step::Add);
    steps.do!(|step| match (step) {
        Step::Push(n) => stack.push_back(n),
        Step::Add => if (stack.length() > 1) {
            let a = stack.pop_back();
            let b = stack.pop_back();
            stack.push_back(a + b);
        },
        Step::Mul => if (stack.length() > 1) {
            let a = stack.pop_back();
            let b = stack.pop_back();
            stack.push_back(a * b);
        },
        Step::Drop => if (!stack.is_empty()) {
            stack.pop_back();
        },
    });
    stack.fold!(0, |sum, n| sum + n)
}

public fun equal(a: u8, b: u8): bool {
    make(a, 1, 1) == make(b, 1, 1)
}

public fun literal(n: u64): vector<u8> {
    match (n) {
        0 => b"zero",
        1 | 2 => b"few",
        x if (*x % 2 == 0) => b"even",
        18446744073709551615 => b"largest",
        _ => b"odd",
    }
}

public fun several(a: bool, b: u8, text: vector<u8>): u64 {
    match (a) {
        true => match (b) {
            0 => 1,
            255 => 2,
            _ => 3,
        },
        false => if (text == b"x") 4 else 5,
    }
}

public fun ranks(): u64 {
    let all = vector[Level::High, Level::Low, Level::Middle];
    let mut sum = 0;
    all.do!(|l| sum = sum * 10 + match (l) {
        Level::Low => 1,
        Level::Middle => 2,
        Level::High => 3,
    });
    sum
}

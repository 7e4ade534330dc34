"""Spark: cleaning and learning as steps over DataFrames. The only package that imports PySpark, and only when it is used.

Workers need `affiliate-cleaner[spark]` too. What one row does wrong is told in that row, also where it kills its
Python worker or takes too long: Spark tries the task again, and then each row has a process of its own.
"""

from cleaner.engines.spark.clean import Cleaned, clean
from cleaner.engines.spark.learn import learn
from cleaner.engines.spark.session import session

__all__ = ["Cleaned", "clean", "learn", "session"]
